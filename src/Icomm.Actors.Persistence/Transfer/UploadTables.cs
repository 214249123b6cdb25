namespace Icomm.Actors.Persistence.Transfer;

/// <summary>
/// Uploaded files that have not been applied, and what was not taken of those that have: tables on PostgreSQL, files of their own on SQLite. In an export they are tables that name their import
/// in every row, for the number that stands for it on PostgreSQL is its own affair.
/// </summary>
internal static class UploadTables
{
    public static readonly TransferTable Files = new("import_files", [Text("account"), Text("integration_id"), Text("import_id")], ["account", "integration_id", "import_id"]);

    public static readonly TransferTable Rows = new(
        "import_rows",
        [Text("account"), Text("integration_id"), Text("import_id"), Text("order_key"), Number("line"), Text("data")],
        ["account", "integration_id", "import_id", "order_key", "line"]);

    public static readonly TransferTable Rejections = new(
        "import_rejections",
        [Text("account"), Text("integration_id"), Text("import_id"), Number("line"), Text("code"), Text("order_key"), Text("reason")],
        ["account", "integration_id", "import_id", "line", "code"]);

    private static TransferColumn Text(string name) => new(name, ColumnKind.Text);

    private static TransferColumn Number(string name) => new(name, ColumnKind.Integer);
}
