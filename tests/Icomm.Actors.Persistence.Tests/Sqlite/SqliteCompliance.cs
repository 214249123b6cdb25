using Icomm.Actors.Persistence.Tests.Compliance;

namespace Icomm.Actors.Persistence.Tests.Sqlite;

public sealed class SqliteProfileStoreTests : ProfileStoreCompliance
{
    protected override StoreFixture Open() => new SqliteFixture();
}

public sealed class SqliteManagementStoreTests : ManagementStoreCompliance
{
    protected override StoreFixture Open() => new SqliteFixture();
}

public sealed class SqliteReminderTableTests : ReminderTableCompliance
{
    protected override StoreFixture Open() => new SqliteFixture();
}

public sealed class SqliteMasterDataStoreTests : MasterDataStoreCompliance
{
    protected override StoreFixture Open() => new SqliteFixture();
}

public sealed class SqliteMasterDataQueryTests : MasterDataQueryCompliance
{
    protected override StoreFixture Open() => new SqliteFixture();
}

public sealed class SqlitePublicationLedgerTests : PublicationLedgerCompliance
{
    protected override StoreFixture Open() => new SqliteFixture();
}

public sealed class SqliteRefreshStoreTests : RefreshStoreCompliance
{
    protected override StoreFixture Open() => new SqliteFixture();
}

public sealed class SqliteActivityTests : ActivityCompliance
{
    protected override StoreFixture Open() => new SqliteFixture();
}

public sealed class SqliteInboxTests : InboxCompliance
{
    protected override StoreFixture Open() => new SqliteFixture();
}

public sealed class SqliteImportTests : ImportCompliance
{
    protected override StoreFixture Open() => new SqliteFixture();
}

public sealed class SqliteAccountTests : AccountCompliance
{
    protected override StoreFixture Open() => new SqliteFixture();
}

public sealed class SqliteErasureTests : ErasureCompliance
{
    protected override StoreFixture Open() => new SqliteFixture();
}

public sealed class SqliteIdempotentRequestTests : IdempotentRequestCompliance
{
    protected override StoreFixture Open() => new SqliteFixture();
}

public sealed class SqliteAuditLogTests : AuditLogCompliance
{
    protected override StoreFixture Open() => new SqliteFixture();
}
