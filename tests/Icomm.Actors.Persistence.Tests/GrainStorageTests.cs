using Icomm.Actors.Persistence.Management;
using Icomm.Actors.Persistence.Profiles;
using Icomm.Actors.Persistence.Publishing;
using Icomm.Actors.Persistence.Refreshes;
using Icomm.Actors.Persistence.Tests.Compliance;
using Icomm.Actors.Persistence.Tests.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace Icomm.Actors.Persistence.Tests;

/// <summary>What a grain sees of the two storages: the same rules for both.</summary>
public sealed class GrainStorageTests
{
    private static readonly GrainId Profile = GrainId.Create("customerprofile", Samples.Key(1).ToString());
    private static readonly GrainId Integration = GrainId.Create("integration", "acme/i1");

    [Fact]
    public async Task A_profile_is_read_fresh_written_and_read_again()
    {
        await using var store = new SqliteFixture();
        var storage = Storage(store, "profiles");
        var state = new GrainState<ProfileRecord>();
        await storage.ReadStateAsync("customer-profile", Profile, state);
        Assert.Equal((null, false), (state.ETag, state.RecordExists));
        Assert.Equal(Domain.Profiles.ProfileState.Empty, state.State!.State);

        state.State.State = Samples.State(3);
        await storage.WriteStateAsync("customer-profile", Profile, state);
        Assert.Equal(("1", true), (state.ETag, state.RecordExists));
        state.State.State = Samples.State(4);
        await storage.WriteStateAsync("customer-profile", Profile, state);
        Assert.Equal("2", state.ETag);

        var other = new GrainState<ProfileRecord>();
        await storage.ReadStateAsync("customer-profile", Profile, other);
        Assert.Equal(("2", true, Samples.State(4)), (other.ETag, other.RecordExists, other.State!.State));
    }

    [Fact]
    public async Task The_columns_beside_the_state_say_what_it_holds()
    {
        await using var store = new SqliteFixture();
        var state = new GrainState<ProfileRecord>(new ProfileRecord { State = Samples.State(3) });
        await Storage(store, "profiles").WriteStateAsync("customer-profile", Profile, state);
        var row = await store.Database.QueryAsync(
            connection =>
            {
                using var command = connection.CreateCommand();
                command.CommandText = "SELECT email, first_name, last_name, order_count, purchase_count, first_purchase_at, last_purchase_at FROM profiles";
                using var reader = command.ExecuteReader();
                Assert.True(reader.Read());
                return (reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetInt32(3), reader.GetInt32(4), reader.GetInt64(5), reader.GetInt64(6));
            },
            default);
        Assert.Equal(("ana@example.com", "Ana", "Pérez", 3, 3, Samples.Now.AddDays(-3).ToUnixTimeMilliseconds(), Samples.Now.AddDays(-1).ToUnixTimeMilliseconds()), row);
    }

    [Theory]
    [InlineData("profiles")]
    [InlineData("integrations")]
    [InlineData("refreshes")]
    [InlineData("publications")]
    public async Task A_stale_tag_is_an_inconsistent_state_and_changes_nothing(string name)
    {
        await using var store = new SqliteFixture();
        await (name switch
        {
            "profiles" => Check(Profile, new ProfileRecord { State = Samples.State(1) }),
            "integrations" => Check(Integration, new IntegrationRecord { ConsecutiveFailures = 1 }),
            "refreshes" => Check(GrainId.Create("databaserefresh", "acme/main"), new RefreshRecord { ConsecutiveFailures = 1 }),
            _ => Check(GrainId.Create("publication", "acme/main/p1"), new PublicationRecord { ConsecutiveFailures = 1 }),
        });

        async Task Check<T>(GrainId grain, T record)
        {
            var storage = Storage(store, name);
            var winner = new GrainState<T>(record);
            await storage.WriteStateAsync("s", grain, winner);
            foreach (var stale in new[] { null, "7", "nonsense" })
            {
                var loser = new GrainState<T>(record, stale);
                var error = await Assert.ThrowsAsync<InconsistentStateException>(() => storage.WriteStateAsync("s", grain, loser));
                Assert.Equal(("1", stale ?? "none"), (error.StoredEtag, error.CurrentEtag));
                Assert.Equal(stale, loser.ETag);
                await Assert.ThrowsAsync<InconsistentStateException>(() => storage.ClearStateAsync("s", grain, loser));
            }

            await storage.WriteStateAsync("s", grain, winner);
            Assert.Equal("2", winner.ETag);
            await storage.ClearStateAsync("s", grain, winner);
            Assert.Equal((null, false), (winner.ETag, winner.RecordExists));
            Assert.NotNull(winner.State);
            await storage.ClearStateAsync("s", grain, winner);
            await storage.WriteStateAsync("s", grain, winner);
            Assert.Equal("1", winner.ETag);
        }
    }

    [Fact]
    public async Task An_integration_is_a_row_of_the_management_table()
    {
        await using var store = new SqliteFixture();
        var storage = Storage(store, "integrations");
        var state = new GrainState<IntegrationRecord>();
        await storage.ReadStateAsync("integration", Integration, state);
        Assert.Null(state.State!.Definition);
        state.State.LastProblemCode = "store_unreachable";
        await storage.WriteStateAsync("integration", Integration, state);
        var listed = Assert.Single(await store.IntegrationIndex.ListAsync("acme", default));
        Assert.Equal(("i1", "store_unreachable"), (listed.IntegrationId, listed.Record.LastProblemCode));
        var again = new GrainState<IntegrationRecord>();
        await storage.ReadStateAsync("integration", Integration, again);
        Assert.Equal(("1", true, "store_unreachable"), (again.ETag, again.RecordExists, again.State!.LastProblemCode));
    }

    [Fact]
    public async Task Other_states_and_other_keys_are_refused()
    {
        await using var store = new SqliteFixture();
        await Assert.ThrowsAsync<ArgumentException>(() => Storage(store, "profiles").ReadStateAsync("s", Profile, new GrainState<string>()));
        await Assert.ThrowsAsync<ArgumentException>(() => Storage(store, "integrations").WriteStateAsync("s", Integration, new GrainState<ProfileRecord>(new ProfileRecord())));
        await Assert.ThrowsAsync<FormatException>(() => Storage(store, "profiles").ReadStateAsync("s", Integration, new GrainState<ProfileRecord>()));
        await Assert.ThrowsAsync<FormatException>(() => Storage(store, "integrations").ReadStateAsync("s", Profile, new GrainState<IntegrationRecord>()));
    }

    [Fact]
    public async Task A_damaged_state_is_an_error_of_its_own_profile_only()
    {
        await using var store = new SqliteFixture();
        await store.Profiles.WriteAsync(Samples.Key(1), 0, new byte[] { 9, 9, 9 }, Samples.Nobody, null, default);
        var storage = Storage(store, "profiles");
        await Assert.ThrowsAsync<Domain.Profiles.ProfileStateException>(() => storage.ReadStateAsync("s", Profile, new GrainState<ProfileRecord>()));
        await storage.ReadStateAsync("s", GrainId.Create("customerprofile", Samples.Key(2).ToString()), new GrainState<ProfileRecord>());
    }

    private static IGrainStorage Storage(SqliteFixture store, string name) => store.Services.GetRequiredKeyedService<IGrainStorage>(name);
}
