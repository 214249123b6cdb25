using System.Buffers;
using System.Collections.Immutable;
using Icomm.Actors.Domain.Customers;
using Icomm.Actors.Domain.Databases;
using Icomm.Actors.Domain.Orders;
using Icomm.Actors.Domain.Profiles.Format;
using Icomm.Actors.Domain.Profiles.Reading;
using Icomm.Actors.Domain.Time;

namespace Icomm.Actors.Domain.Profiles;

/// <summary>
/// One customer in one database: every order (or what folding left of it) and what the stores say of the person. Immutable, and nothing but its own stored form: an idle profile is one small
/// array, storing it encodes nothing, and a failed write leaves the state from before.
/// </summary>
/// <remarks>
/// The same readings give the same bytes whatever order or batches they come in (<see cref="VersionRule"/> says under which assumption), as long as nothing is folded; once orders
/// are folded, corrections to those are refused, so it matters which arrived before.
/// </remarks>
public sealed class ProfileState : IEquatable<ProfileState>
{
    private readonly byte[] _bytes;

    private ProfileState(byte[] bytes) => _bytes = bytes;

    /// <summary>A profile that has seen nothing.</summary>
    public static ProfileState Empty { get; } = new(EmptyBytes());

    /// <summary>The stored form. Its array is the state itself: whoever changes it breaks the state.</summary>
    public byte[] Encoded => _bytes;

    /// <summary>Orders of every status, folded ones included.</summary>
    public int OrderCount => Reader.Rows.Length + Reader.FoldedIds.Length;

    /// <summary>Orders of which only totals and sets are left (DESIGN §6).</summary>
    public int FoldedCount => Reader.FoldedIds.Length;

    /// <summary>Whether nothing is known of anybody: no purchase that counts or did, no order, no account. Hashes of folded orders that were no purchases don't make a customer.</summary>
    public bool IsEmpty => Reader is { Rows.IsEmpty: true, Facts.IsEmpty: true, Totals.IsEmpty: true };

    /// <summary>What the stores say of the person.</summary>
    public ProfileCustomer Customer => CustomerReader.Read(Reader);

    private ProfileReader Reader => new(_bytes);

    /// <summary>A state from its stored form, which it keeps: don't change the array afterwards.</summary>
    /// <exception cref="ProfileStateException"><see cref="ProfileStateErrors.Corrupt"/> or <see cref="ProfileStateErrors.NewerVersion"/>.</exception>
    public static ProfileState Decode(byte[] bytes)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        ProfileValidator.Check(bytes);
        return new ProfileState(bytes);
    }

    /// <summary>
    /// Applies readings from one integration. An order is known by (integration, <see cref="StoreOrder.OrderId"/>); of two readings the newer one counts, wholly: what the older one contributed is
    /// taken back (<see cref="VersionRule"/>). Replays, overlaps and disorder are harmless.
    /// </summary>
    /// <param name="integrationId">1 to 255 bytes of UTF-8.</param>
    /// <param name="now">Decides what is old enough to be folded, once there are more than 1,000 orders.</param>
    /// <exception cref="ArgumentException">An order without an id or currency, or one too long: the connector should have rejected it.</exception>
    /// <exception cref="ProfileStateException"><see cref="ProfileStateErrors.TooLarge"/>.</exception>
    public ProfileUpdate Apply(string integrationId, IReadOnlyList<StoreOrder> orders, IReadOnlyList<StoreCustomer> customers, DateTimeOffset now) =>
        Apply(integrationId, orders, customers, now, FoldingPolicy.Default);

    internal ProfileUpdate Apply(
        string integrationId, IReadOnlyList<StoreOrder> orders, IReadOnlyList<StoreCustomer> customers, DateTimeOffset now, FoldingPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(orders);
        ArgumentNullException.ThrowIfNull(customers);
        var change = new ProfileChange(Reader);
        for (var i = 0; i < orders.Count; i++)
            change.Add(integrationId, orders[i]);
        for (var i = 0; i < customers.Count; i++)
            change.Add(integrationId, customers[i]);
        return Finish(change, change.IsChanged ? change.Postings() : [], now, policy);
    }

    /// <summary>
    /// Takes over everything another profile holds, when the two turn out to be one person (DESIGN §6: a customer known by a store id or document shows an e-mail later). An order both
    /// hold is decided by the version rule; one that either has folded stays as it was folded.
    /// </summary>
    /// <returns>
    /// Counts are those of the orders of whichever profile was taken into the other: the one that has nothing folded. The activity is what becomes of sums that hold both
    /// profiles once <paramref name="other"/> is no more.
    /// </returns>
    /// <exception cref="ProfileStateException"><see cref="ProfileStateErrors.MergeFolded"/>: both have folded orders. <see cref="ProfileStateErrors.TooLarge"/>.</exception>
    public ProfileUpdate Merge(ProfileState other, DateTimeOffset now) => Merge(other, now, FoldingPolicy.Default);

    internal ProfileUpdate Merge(ProfileState other, DateTimeOffset now, FoldingPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(other);

        // The folded part can't be taken apart into orders, so the side that has one takes the other side's orders in.
        if (FoldedCount > 0 && other.FoldedCount > 0)
            throw new ProfileStateException(ProfileStateErrors.MergeFolded, "both profiles keep older orders as totals only and can't be merged exactly");
        var (target, source) = other.FoldedCount > 0 ? (other, this) : (this, other);
        var change = new ProfileChange(target.Reader);
        var postings = change.AddAll(source.Reader);
        var update = target.Finish(change, postings, now, policy);
        var activity = new ProfileActivity
        {
            Postings = postings,
            FirstPurchaseBefore = Instant(Reader.FirstPurchase),
            FirstPurchaseOfMerged = Instant(other.Reader.FirstPurchase),
            FirstPurchaseAfter = Instant(update.State.Reader.FirstPurchase),
        };
        return update with
        {
            IsChanged = !update.State.Equals(this),
            State = update.State.Equals(this) ? this : update.State,
            Activity = activity.IsEmpty ? ProfileActivity.None : activity,
        };
    }

    /// <summary>Every order that is kept as such, by when it was placed; of folded ones only totals and sets are left.</summary>
    public ImmutableArray<ProfileOrder> Orders() => OrderReader.Read(Reader);

    /// <summary>When the last order of any status was placed, UTC; null without one.</summary>
    public DateTimeOffset? LastOrderAt
    {
        get
        {
            var reader = Reader;
            var last = reader.FoldedPurchases.IsEmpty ? 0 : reader.FoldedPurchases[^1].PlacedAt;
            foreach (ref readonly var row in reader.Rows)
                last = Math.Max(last, row.PlacedAt);
            return Instant(last);
        }
    }

    /// <summary>Whether anything here is of that integration.</summary>
    public bool HasHeardOf(string integrationId) => ProfileDraft.Of(Reader).Integrations.IndexOf(integrationId) >= 0;

    /// <summary>
    /// Takes out what one integration said: its orders, its view of the person, and what only those needed. What is left is what a profile would be that never saw it, unless orders were folded
    /// (<see cref="ProfileRemoval.FoldedLeft"/>).
    /// </summary>
    public ProfileRemoval Remove(string integrationId)
    {
        var draft = ProfileDraft.Of(Reader);
        var removed = IntegrationRemover.Remove(Reader, draft, integrationId);
        if (!draft.IsPruned)
            return new ProfileRemoval(this, 0, 0, removed.FoldedLeft, IsChanged: false, ProfileActivity.None);
        var state = new ProfileState(draft.Writer.Write(Reader));
        var activity = new ProfileActivity { Postings = removed.Postings, FirstPurchaseBefore = Instant(Reader.FirstPurchase), FirstPurchaseAfter = Instant(state.Reader.FirstPurchase) };
        return new ProfileRemoval(state, removed.Orders, removed.FoldedRemoved, removed.FoldedLeft, IsChanged: true, activity.IsEmpty ? ProfileActivity.None : activity);
    }

    /// <summary>What it means for sums when the profile is no more. Folded purchases stay in sums by month: which month each was of is not known any more.</summary>
    public ProfileActivity Withdraw()
    {
        var reader = Reader;
        var activity = new ProfileActivity { Postings = IntegrationRemover.Postings(reader, ProfileDraft.Of(reader), integration: null), FirstPurchaseBefore = Instant(reader.FirstPurchase) };
        return activity.IsEmpty ? ProfileActivity.None : activity;
    }

    /// <summary>Every indicator as of a calendar day of the database's zone.</summary>
    /// <exception cref="AsOfUnanswerableException">Folding has made that date unanswerable.</exception>
    /// <exception cref="UnknownTimeZoneException">The database's zone doesn't exist.</exception>
    public ProfileIndicators Evaluate(DateOnly asOf, DatabaseSettings settings) => ProfileEvaluator.Evaluate(Reader, asOf, settings);

    /// <summary>The numbers and dates of <see cref="Evaluate"/> alone: for going through many profiles.</summary>
    /// <exception cref="AsOfUnanswerableException">Folding has made that date unanswerable.</exception>
    /// <exception cref="UnknownTimeZoneException">The database's zone doesn't exist.</exception>
    public ProfileNumbers EvaluateNumbers(DateOnly asOf, DatabaseSettings settings) => NumbersEvaluator.Evaluate(Reader, asOf, settings);

    /// <summary>
    /// The lists of <see cref="Evaluate"/> alone, as a JSON object in UTF-8: <c>{"ICOMMKT_Products_30_Days":["…"],…}</c>, in the order of <see cref="IndicatorNames.All"/>.
    /// Empty lists are left out, and only what JSON demands is escaped.
    /// </summary>
    /// <exception cref="AsOfUnanswerableException">Folding has made that date unanswerable; nothing is written.</exception>
    /// <exception cref="UnknownTimeZoneException">The database's zone doesn't exist; nothing is written.</exception>
    public void WriteLists(DateOnly asOf, DatabaseSettings settings, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        JsonLists.Write(Reader, asOf, settings, output);
    }

    /// <summary>The purchases an indicator is made of, latest first; what is left of folded ones last, said to be so.</summary>
    /// <param name="indicator">A published name: <see cref="IndicatorNames"/>.</param>
    /// <exception cref="UnknownIndicatorException">There is no such indicator.</exception>
    /// <exception cref="AsOfUnanswerableException">Folding has made that date unanswerable.</exception>
    /// <exception cref="UnknownTimeZoneException">The database's zone doesn't exist.</exception>
    public IReadOnlyList<ProfilePurchase> Explain(string indicator, DateOnly asOf, DatabaseSettings settings) =>
        ProfileExplainer.Explain(Reader, IndicatorNames.Parse(indicator), asOf, settings);

    /// <summary>The first date after <paramref name="asOf"/> at which any window changes without anything being read; null when none ever will.</summary>
    /// <exception cref="UnknownTimeZoneException">The database's zone doesn't exist.</exception>
    public DateOnly? NextChangeDate(DateOnly asOf, DatabaseSettings settings) => NextChange.After(Reader, asOf, CalendarZone.Get(settings.TimeZone));

    /// <summary>The columns that are stored beside the state.</summary>
    public ProfileSummary Summarize()
    {
        var reader = Reader;
        var purchases = 0;
        foreach (ref readonly var total in reader.Totals)
            purchases += total.Purchases;
        var last = reader.FoldedPurchases.IsEmpty ? 0 : reader.FoldedPurchases[^1].PlacedAt;
        foreach (ref readonly var row in reader.Rows)
        {
            if (!row.IsPurchase)
                continue;
            purchases++;
            last = row.PlacedAt;
        }

        var (email, firstName, lastName) = CustomerReader.ReadPerson(reader);
        return new ProfileSummary(email, firstName, lastName, OrderCount, purchases, Instant(reader.FirstPurchase), Instant(last));
    }

    public bool Equals(ProfileState? other) => other is not null && _bytes.AsSpan().SequenceEqual(other._bytes);

    public override bool Equals(object? obj) => Equals(obj as ProfileState);

    public override int GetHashCode() => Reader.Header.Checksum.GetHashCode();

    /// <summary>Never prints the person.</summary>
    public override string ToString() => $"{nameof(ProfileState)}: {OrderCount} orders, {_bytes.Length} bytes";

    private ProfileUpdate Finish(in ProfileChange change, ImmutableArray<PurchasePosting> postings, DateTimeOffset now, FoldingPolicy policy)
    {
        var state = change.IsChanged ? new ProfileState(change.Write(now.UtcTicks, policy)) : this;
        var activity = ProfileActivity.None;
        if (!postings.IsEmpty)
            activity = new ProfileActivity { Postings = postings, FirstPurchaseBefore = Instant(Reader.FirstPurchase), FirstPurchaseAfter = Instant(state.Reader.FirstPurchase) };
        return new ProfileUpdate(state, change.New, change.Changed, change.Unchanged, change.TooOldToCorrect, change.CustomersChanged, change.IsChanged, activity);
    }

    private static DateTimeOffset? Instant(long ticks) => ticks == 0 ? null : new DateTimeOffset(ticks, TimeSpan.Zero);

    private static byte[] EmptyBytes()
    {
        var none = new byte[System.Runtime.CompilerServices.Unsafe.SizeOf<ProfileHeader>()];
        var reader = new ProfileReader(none);
        return ProfileDraft.Of(reader).Writer.Write(reader);
    }
}
