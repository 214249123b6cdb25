using Icomm.Actors.Persistence.Tests.Compliance;

namespace Icomm.Actors.Persistence.Tests.Postgres;

[NeedsPostgres]
public sealed class PostgresProfileStoreTests : ProfileStoreCompliance
{
    protected override StoreFixture Open() => new PostgresFixture();
}

[NeedsPostgres]
public sealed class PostgresManagementStoreTests : ManagementStoreCompliance
{
    protected override StoreFixture Open() => new PostgresFixture();
}

[NeedsPostgres]
public sealed class PostgresReminderTableTests : ReminderTableCompliance
{
    protected override StoreFixture Open() => new PostgresFixture();
}

[NeedsPostgres]
public sealed class PostgresMasterDataStoreTests : MasterDataStoreCompliance
{
    protected override StoreFixture Open() => new PostgresFixture();
}

[NeedsPostgres]
public sealed class PostgresMasterDataQueryTests : MasterDataQueryCompliance
{
    // Each is a round trip or some.
    protected override int Rounds => 60;

    protected override int PageSize => 35;

    protected override StoreFixture Open() => new PostgresFixture();
}

[NeedsPostgres]
public sealed class PostgresPublicationLedgerTests : PublicationLedgerCompliance
{
    protected override StoreFixture Open() => new PostgresFixture();
}

[NeedsPostgres]
public sealed class PostgresRefreshStoreTests : RefreshStoreCompliance
{
    protected override StoreFixture Open() => new PostgresFixture();
}

[NeedsPostgres]
public sealed class PostgresActivityTests : ActivityCompliance
{
    protected override StoreFixture Open() => new PostgresFixture();
}

[NeedsPostgres]
public sealed class PostgresInboxTests : InboxCompliance
{
    protected override StoreFixture Open() => new PostgresFixture();
}

[NeedsPostgres]
public sealed class PostgresImportTests : ImportCompliance
{
    protected override StoreFixture Open() => new PostgresFixture();
}

[NeedsPostgres]
public sealed class PostgresAccountTests : AccountCompliance
{
    protected override StoreFixture Open() => new PostgresFixture();
}

[NeedsPostgres]
public sealed class PostgresErasureTests : ErasureCompliance
{
    protected override StoreFixture Open() => new PostgresFixture();
}

[NeedsPostgres]
public sealed class PostgresIdempotentRequestTests : IdempotentRequestCompliance
{
    protected override StoreFixture Open() => new PostgresFixture();
}

[NeedsPostgres]
public sealed class PostgresAuditLogTests : AuditLogCompliance
{
    protected override StoreFixture Open() => new PostgresFixture();
}
