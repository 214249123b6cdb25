using Icomm.Actors.Abstractions.Refreshes;
using Icomm.Actors.Persistence.Databases;
using Icomm.Actors.Persistence.Management;
using Icomm.Actors.Persistence.MasterData;
using Icomm.Actors.Persistence.Profiles;
using Icomm.Actors.Persistence.Publishing;
using Icomm.Actors.Persistence.Refreshes;
using Icomm.Actors.Testing;

namespace Icomm.Actors.Grains.Tests.Refreshes;

/// <summary>A database goes with all that is kept in it, whoever is left to see it through.</summary>
public sealed class DatabaseDeletionTests
{
    [Fact]
    public async Task It_goes_with_its_profiles_models_refreshes_and_publications()
    {
        await using var bed = await FilledAsync();

        Assert.Equal(bed.Time.GetUtcNow(), await bed.Refresh.DeleteAsync());

        await GoneAsync(bed);
        Assert.Null(await bed.Refresh.DeleteAsync());
        Assert.Null((await bed.Refresh.RefreshNowAsync(new RefreshRequest(null, null))).RefreshId);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_a_dying_silo_left_is_taken_up(bool byReminder)
    {
        await using var bed = await FilledAsync();
        await bed.Get<IDatabaseLeftovers>().MarkAsync(RefreshBed.Account, RefreshBed.Database, bed.Time.GetUtcNow(), default);
        Assert.True(await bed.Get<IDatabaseLeftovers>().DeleteSomeAsync(RefreshBed.Account, RefreshBed.Database, 3, default));
        Assert.Null((await bed.Refresh.RefreshNowAsync(new RefreshRequest(null, null))).RefreshId);

        if (byReminder)
            await bed.Refresh.AsReference<IRemindable>().ReceiveReminder("refresh", default);
        else
            await bed.Refresh.ScheduleAsync();

        await GoneAsync(bed);
    }

    [Fact]
    public async Task A_database_that_was_never_there_is_not_deleted()
    {
        await using var bed = await RefreshBed.StartAsync();

        Assert.Null(await bed.Cluster.Grains.GetGrain<IDatabaseRefreshGrain>(new DatabaseKey(RefreshBed.Account, "none").ToString()).DeleteAsync());

        Assert.NotNull(await bed.Get<IDatabaseStore>().FindAsync(RefreshBed.Account, RefreshBed.Database, default));
    }

    private static async Task<RefreshBed> FilledAsync()
    {
        var bed = await RefreshBed.StartAsync();
        await bed.Refresh.ScheduleAsync();
        await bed.BuyAllAsync(12);
        var publication = await bed.PublicationAsync();
        await bed.RefreshAsync();
        await RefreshBed.IdleAsync(publication);
        Assert.Equal(12, (await bed.AllRowsAsync()).Length);
        return bed;
    }

    /// <summary>The record of the refreshes is the last to go.</summary>
    private static async Task GoneAsync(RefreshBed bed)
    {
        await Eventually.IsAsync("deletion", RefreshBed.Database, "gone", bed.Refresh.GetStatusAsync, status => status is null);
        Assert.Null(await bed.Get<IDatabaseStore>().FindAsync(RefreshBed.Account, RefreshBed.Database, default));
        Assert.Null(await bed.Get<IRefreshStore>().ReadAsync(RefreshBed.Account, RefreshBed.Database, default));
        Assert.Equal(0, await bed.Get<IProfileQueries>().CountAsync(RefreshBed.Account, RefreshBed.Database, default));
        Assert.Empty(await bed.AllRowsAsync());
        Assert.Empty(await bed.HistoryAsync());
        Assert.Null(await bed.Get<IRfmModelStore>().InForceAsync(RefreshBed.Account, RefreshBed.Database, DateOnly.MaxValue, default));
        Assert.Empty(await bed.Get<IPublicationStore>().ListAsync(RefreshBed.Account, RefreshBed.Database, default));
    }
}
