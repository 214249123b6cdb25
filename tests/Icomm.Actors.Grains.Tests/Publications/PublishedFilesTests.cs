using Icomm.Actors.Abstractions.Publications;
using Icomm.Actors.Domain.Orders;
using Icomm.Actors.Grains.Tests.Refreshes;
using Icomm.Actors.Publishing.Omnichannel;
using Icomm.Actors.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Icomm.Actors.Grains.Tests.Publications;

public sealed class PublishedFilesTests
{
    [Fact]
    public async Task A_purchase_made_after_the_days_file_is_in_the_next_ones()
    {
        await using var bed = await RefreshBed.StartAsync();
        var publication = await bed.PublicationAsync(type: RecordingFiles.TypeName);
        await bed.BuyAsync("ana@example.com", daysAgo: 0, 100);
        await PublishAsync(bed, publication);
        await bed.BuyAsync("ana@example.com", daysAgo: 0, 200);

        await PublishAsync(bed, publication);
        bed.Time.Advance(TimeSpan.FromDays(1));
        await bed.BuyAsync("ana@example.com", daysAgo: 90, 300);
        await PublishAsync(bed, publication);

        Assert.Equal([[100], [100, 200], [100, 200, 300]], bed.Files.Finished.Entries.Select(file => file.Amounts.AsEnumerable()));
    }

    [Fact]
    public async Task Products_and_categories_are_known_by_the_stores_ids()
    {
        await using var bed = await RefreshBed.StartAsync();
        var publication = await bed.PublicationAsync(type: RecordingFiles.TypeName);
        await bed.BuyAsync("ana@example.com", daysAgo: 0, 100);

        await PublishAsync(bed, publication);

        var order = Assert.Single(Assert.Single(bed.Files.Finished.Entries).Orders);
        Assert.Equal<OmnichannelProduct>([new("p1", "Yerba")], order.Products);
        Assert.Equal<NamedId>([new("c1", "Almacén")], order.Categories);
    }

    [Fact]
    public async Task A_file_whose_silo_goes_before_it_is_finished_is_made_again()
    {
        await using var bed = await RefreshBed.StartAsync();
        var publication = await bed.PublicationAsync(type: RecordingFiles.TypeName);
        await bed.BuyAllAsync(10);
        await PublishAsync(bed, publication);
        var reached = new Signal("all but the end of the file is written");
        bed.Files.Holding = cancellationToken =>
        {
            reached.Set();
            return new Signal("never").Held(cancellationToken);
        };
        await bed.BuyAsync("customer0@example.com", daysAgo: 0, 999);
        await bed.RefreshAsync();
        await reached.WaitAsync();

        bed.Files.Holding = _ => Task.CompletedTask;
        var first = bed.Cluster.SiloNames[0];
        var second = await bed.Cluster.StartSiloAsync();
        await bed.Cluster.StopSiloAsync(first);
        var again = bed.Cluster.Services(second).GetRequiredService<IGrainFactory>().GetGrain<IPublicationGrain>(publication.GetPrimaryKeyString());
        await again.ArmAsync();

        await RefreshBed.IdleAsync(again);
        Assert.Contains(999, bed.Files.Finished.Entries[^1].Amounts);
    }

    private static async Task PublishAsync(RefreshBed bed, IPublicationGrain publication)
    {
        bed.Time.Advance(TimeSpan.FromMinutes(1));
        await bed.RefreshAsync();
        await Eventually.IsAsync(
            "end of a publication", "publication", "success", publication.GetStatusAsync,
            status => status is { CurrentRun: null, LastRun: { ProblemCode: null } last } && last.StartedAt >= bed.Time.GetUtcNow());
    }
}
