using Icomm.Actors.Domain.Rfm;
using Icomm.Actors.Persistence.MasterData;

namespace Icomm.Actors.Persistence.Sql;

/// <summary>The SQL of the fields that rows are filtered and sorted by.</summary>
internal static class MasterDataExpressions
{
    /// <summary>The columns that <see cref="MasterDataColumn.Text"/> searches.</summary>
    public const string SearchedColumns = "email, first_name, last_name";

    /// <exception cref="ArgumentException">It is <see cref="MasterDataColumn.Text"/>, which has no value of its own, or a period is missing or too much.</exception>
    public static string Expression(MasterDataField field)
    {
        if (IsOfPeriod(field.Column) != field.Period.HasValue)
            throw new ArgumentException($"{field.Column} {(field.Period.HasValue ? "has no periods" : "needs a period")}.", nameof(field));
        return field.Column switch
        {
            MasterDataColumn.Purchases => Of("purchases"),
            MasterDataColumn.Amount => Of("amount"),
            MasterDataColumn.AverageAmount => Of("average"),
            MasterDataColumn.Items => Of("items"),
            MasterDataColumn.RfmCode => Of("rfm"),
            MasterDataColumn.RecencyScore => $"({Of("rfm")} / 100)",
            MasterDataColumn.FrequencyScore => $"({Of("rfm")} / 10 % 10)",
            MasterDataColumn.MonetaryScore => $"({Of("rfm")} % 10)",
            MasterDataColumn.FirstPurchaseDate => "first_purchase_on",
            MasterDataColumn.LastPurchaseDate => "last_purchase_on",
            MasterDataColumn.LastPurchaseAmount => "last_purchase_amount",
            MasterDataColumn.Group => "rfm_group",
            MasterDataColumn.Segment => "segment",
            MasterDataColumn.PreviousSegment => "previous_segment",
            MasterDataColumn.SegmentChangedDate => "segment_changed_on",
            MasterDataColumn.Email => "email",
            MasterDataColumn.FirstName => "first_name",
            MasterDataColumn.LastName => "last_name",
            _ => throw new ArgumentException($"{field.Column} has no value to compare or to sort by.", nameof(field)),
        };

        string Of(string stem) => EnrichedColumns.Of(stem, field.Period.GetValueOrDefault(RfmPeriod.Lifetime));
    }

    public static bool IsText(MasterDataColumn column) => IsPersonal(column)
        || column is MasterDataColumn.Group or MasterDataColumn.Segment or MasterDataColumn.PreviousSegment or MasterDataColumn.Text;

    /// <summary>Whether the values tell who somebody is.</summary>
    public static bool IsPersonal(MasterDataColumn column) => column is MasterDataColumn.Email or MasterDataColumn.FirstName or MasterDataColumn.LastName;

    private static bool IsOfPeriod(MasterDataColumn column) => column <= MasterDataColumn.MonetaryScore;
}
