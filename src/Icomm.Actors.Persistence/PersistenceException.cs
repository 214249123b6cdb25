namespace Icomm.Actors.Persistence;

/// <summary>Something the store can't do, with a code that callers and the REST API may rely on. Never holds what was being stored.</summary>
public sealed class PersistenceException(string code, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>One of <see cref="PersistenceErrors"/>.</summary>
    public string Code { get; } = code;
}

/// <summary>Codes of <see cref="PersistenceException"/>: they never change.</summary>
public static class PersistenceErrors
{
    /// <summary>An option is out of its range.</summary>
    public const string InvalidOptions = "persistence_options_invalid";

    /// <summary>Another process has the data folder open.</summary>
    public const string DataFolderInUse = "data_folder_in_use";

    /// <summary>The data folder can't be created, or not be written to.</summary>
    public const string DataFolderUnusable = "data_folder_unusable";

    /// <summary>There is a database, and the key its profile ids were made with is missing or damaged.</summary>
    public const string IdentityKeyUnusable = "identity_key_unusable";

    /// <summary>A newer version of this program wrote the database.</summary>
    public const string SchemaTooNew = "schema_too_new";

    /// <summary>A newer version of this program wrote the record.</summary>
    public const string RecordTooNew = "record_too_new";

    /// <summary>A record can't be read.</summary>
    public const string RecordUnreadable = "record_unreadable";

    /// <summary>The database file is damaged, or is no database.</summary>
    public const string DatabaseCorrupt = "database_corrupt";

    /// <summary>The disk is full.</summary>
    public const string DiskFull = "disk_full";

    /// <summary>The database is locked by another program for longer than the time-out, or its server can't be reached. Nothing was written; trying again is right.</summary>
    public const string StoreBusy = "store_busy";

    /// <summary>The operation failed and left nothing behind.</summary>
    public const string StoreFailed = "store_failed";

    /// <summary>The commit failed or was not confirmed: the writes in it may have happened or not. Read before deciding.</summary>
    public const string WriteOutcomeUnknown = "write_outcome_unknown";

    /// <summary>The store has been closed.</summary>
    public const string StoreClosed = "store_closed";

    /// <summary>A cursor is damaged, or was made for another query: begin again without one.</summary>
    public const string CursorInvalid = "cursor_invalid";

    /// <summary>A text that was looked for has a character that no stored text can have, as U+0000 on PostgreSQL.</summary>
    public const string CharacterUnusable = "character_unusable";

    /// <summary>The rows of an upload are gone, though they have not been applied: somebody or a power cut deleted them. Upload the file again.</summary>
    public const string ImportRowsMissing = "import_rows_missing";

    /// <summary>The person has been erased: no profile of that id may be made until the erasure is lifted.</summary>
    public const string ProfileSuppressed = "profile_suppressed";

    /// <summary>Secrets can't be decrypted: other keys, another integration, or damage.</summary>
    public const string SecretsUnreadable = "secrets_unreadable";

    /// <summary>The folder of an export can't be used, or holds something else.</summary>
    public const string ExportFolderUnusable = "export_folder_unusable";

    /// <summary>A file of an export is missing, damaged, or of a newer form.</summary>
    public const string ExportUnreadable = "export_unreadable";

    /// <summary>An export broke off and was not run again.</summary>
    public const string ExportIncomplete = "export_incomplete";

    /// <summary>An export has other tables or columns than the database it is to fill.</summary>
    public const string ExportSchemaDiffers = "export_schema_differs";

    /// <summary>A value of an export is one that the other database can't hold.</summary>
    public const string ExportValueUnusable = "export_value_unusable";

    /// <summary>An import has begun and not ended: the database holds a part of an export.</summary>
    public const string ImportUnfinished = "import_unfinished";

    /// <summary>What was imported is not what was exported.</summary>
    public const string ImportNotEqual = "import_not_equal";

    /// <summary>There is no database to export: the settings name another place than the silo's.</summary>
    public const string DatabaseMissing = "database_missing";

    /// <summary>A silo, or another import, works on the database.</summary>
    public const string DatabaseInUse = "database_in_use";

    /// <summary>The database that an import is to fill holds something.</summary>
    public const string DatabaseNotEmpty = "database_not_empty";
}
