using Icomm.Actors.Abstractions.Integrations;
using Icomm.Actors.Persistence.Accounts;
using Icomm.Actors.Persistence.Activity;
using Icomm.Actors.Persistence.Audit;
using Icomm.Actors.Persistence.Imports;
using Icomm.Actors.Persistence.Inbox;
using Icomm.Actors.Persistence.Integrations;
using Icomm.Actors.Persistence.Management;
using Icomm.Actors.Persistence.MasterData;
using Icomm.Actors.Persistence.Profiles;
using Icomm.Actors.Persistence.Publishing;
using Icomm.Actors.Persistence.Refreshes;
using Icomm.Actors.Persistence.Sql;
using Microsoft.Extensions.DependencyInjection;
using Orleans;

namespace Icomm.Actors.Persistence.Tests.Compliance;

/// <summary>An empty, opened store of one dialect. What the suites need of it and no contract of the product says is here.</summary>
public abstract class StoreFixture : IAsyncDisposable
{
    public abstract IServiceProvider Services { get; }

    /// <summary>Write transactions committed so far.</summary>
    public abstract long WriteTransactions { get; }

    /// <summary>Read transactions for profiles so far.</summary>
    public abstract long ReadTransactions { get; }

    public IProfileStore Profiles => Services.GetRequiredService<IProfileStore>();

    public IProfileQueries Queries => Services.GetRequiredService<IProfileQueries>();

    public IIntegrationStore Integrations => Services.GetRequiredService<IIntegrationStore>();

    public IIntegrationIndex IntegrationIndex => Services.GetRequiredService<IIntegrationIndex>();

    public IAccountStore Accounts => Services.GetRequiredService<IAccountStore>();

    public IApiKeyStore Keys => Services.GetRequiredService<IApiKeyStore>();

    public IAuditLog Audit => Services.GetRequiredService<IAuditLog>();

    public IIdempotentRequests Requests => Services.GetRequiredService<IIdempotentRequests>();

    public IDatabaseStore Databases => Services.GetRequiredService<IDatabaseStore>();

    public IRunLog Runs => Services.GetRequiredService<IRunLog>();

    public IRejectedRecords Rejected => Services.GetRequiredService<IRejectedRecords>();

    public ICatalogueStore Catalogue => Services.GetRequiredService<ICatalogueStore>();

    public IMasterDataStore MasterData => Services.GetRequiredService<IMasterDataStore>();

    public IMasterDataQueries MasterDataQueries => Services.GetRequiredService<IMasterDataQueries>();

    public IRfmModelStore Models => Services.GetRequiredService<IRfmModelStore>();

    public IRefreshStore Refreshes => Services.GetRequiredService<IRefreshStore>();

    public IRefreshLog RefreshLog => Services.GetRequiredService<IRefreshLog>();

    public IPublicationStore Publications => Services.GetRequiredService<IPublicationStore>();

    public IPublicationLedger Ledger => Services.GetRequiredService<IPublicationLedger>();

    public IInbox Inbox => Services.GetRequiredService<IInbox>();

    public IInboundTokens InboundTokens => Services.GetRequiredService<IInboundTokens>();

    public IInboxStore Inboxes => Services.GetRequiredService<IInboxStore>();

    public IImportStore Imports => Services.GetRequiredService<IImportStore>();

    public IImportStaging Staging => Services.GetRequiredService<IImportStaging>();

    public IImportReport Report => Services.GetRequiredService<IImportReport>();

    public IActivityQueries Activity => Services.GetRequiredService<IActivityQueries>();

    public IReminderTable Reminders => Services.GetRequiredService<IReminderTable>();

    /// <summary>Closes everything and opens it again over the same data.</summary>
    public abstract Task ReopenAsync();

    /// <summary>Stops commits until the result is disposed; completes when the writer stands still with <paramref name="first"/> in its hands.</summary>
    public async Task<IDisposable> HoldCommitsAsync(Func<Task> first)
    {
        var gate = new Gate(1);
        Hooks.BeforeCommit = gate.Pass;
        _ = first();
        await gate.Reached;
        return gate;
    }

    /// <summary>Stops reads of profiles until the result is disposed; completes when all readers stand still, having taken <paramref name="first"/> each.</summary>
    public async Task<IDisposable> HoldReadsAsync(Func<Task> first)
    {
        var gate = new Gate(ProfileReaders);
        BeforeReads(gate.Pass);
        _ = first(); // wakes every reader
        await gate.Reached;
        return gate;
    }

    /// <summary>The next commit fails, before or after it has happened.</summary>
    public void FailNextCommit(bool afterCommit)
    {
        var hooks = Hooks;
        if (afterCommit)
            hooks.AfterCommit = Fail;
        else
            hooks.BeforeCommit = Fail;

        void Fail()
        {
            (hooks.BeforeCommit, hooks.AfterCommit) = (null, null);
            throw new IOException("injected");
        }
    }

    /// <summary>Leaves nothing readable of an integration's row.</summary>
    public Task DamageAsync(IntegrationKey key) => Services.GetRequiredService<ISqlDatabase>().WriteAsync(
        session => session.Statement("UPDATE integrations SET state = ?3 WHERE account = ?1 AND integration_id = ?2").Bind(1, key.Account).Bind(2, key.IntegrationId).Bind(3, "{"u8).Execute(), default);

    public abstract ValueTask DisposeAsync();

    private protected abstract CommitHooks Hooks { get; }

    private protected abstract int ProfileReaders { get; }

    /// <summary>Has every reader of profiles call this before it takes what is wanted.</summary>
    private protected abstract void BeforeReads(Action pass);
}
