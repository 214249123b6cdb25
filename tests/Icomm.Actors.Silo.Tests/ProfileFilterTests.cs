using System.Globalization;
using Icomm.Actors.Persistence.MasterData;
using Icomm.Actors.Silo.Queries;

namespace Icomm.Actors.Silo.Tests;

/// <summary>What filters mean, condition by condition.</summary>
public sealed class ProfileFilterTests
{
    private static readonly DateOnly AsOf = new(2026, 3, 31);

    [Theory]
    [InlineData("ICOMMKT_Amount_30_Days>=100", "Amount Days30 GreaterOrEqual 1000000")]
    [InlineData("ICOMMKT_Amount_360_Plus_Days<99.95", "Amount Over360 Less 999500")]
    [InlineData("ICOMMKT_Avg_Amount_60_Days=-0.0001", "AverageAmount Days60 Equal -1")]
    [InlineData("ICOMMKT_Items_90_Days>1.5", "Items Days90 Greater 15000")]
    [InlineData("ICOMMKT_Purchases_180_Days!=3", "Purchases Days180 NotEqual 3")]
    [InlineData("ICOMMKT_RFM_30_Days=555", "RfmCode Days30 Equal 555")]
    [InlineData("ICOMMKT_RFM_30_Days<=333", "RfmCode Days30 LessOrEqual 333; RfmCode Days30 Greater 0")]
    [InlineData("ICOMMKT_RFM>=444", "RfmCode Lifetime GreaterOrEqual 444")]
    [InlineData("ICOMMKT_RFM_30_Days=", "RfmCode Days30 Equal 0,null")]
    [InlineData("Recency_Score!=", "RecencyScore Lifetime Greater 0")]
    [InlineData("Frequency_Score_360_Plus_Days<3", "FrequencyScore Over360 Less 3; FrequencyScore Over360 Greater 0")]
    [InlineData("Monetary_Score_30_Days>4", "MonetaryScore Days30 Greater 4")]
    [InlineData("Purchases>=2", "Purchases Lifetime GreaterOrEqual 2")]
    [InlineData("Average_Amount=", "AverageAmount Lifetime Equal null")]
    [InlineData("ICOMMKT_Last_Purchase_Date>=0001-01-11", "LastPurchaseDate GreaterOrEqual 10")]
    [InlineData("ICOMMKT_Days_Since_Last_Purchase<=30", "LastPurchaseDate GreaterOrEqual 739675")]
    [InlineData("ICOMMKT_Days_Since_First_Purchase>0", "FirstPurchaseDate Less 739705")]
    [InlineData("ICOMMKT_Days_Since_First_Purchase=1", "FirstPurchaseDate Equal 739704")]
    [InlineData("ICOMMKT_RFM_Group=LOYAL", "Group Equal LOYAL")]
    [InlineData("ICOMMKT_RFM_Segment~CHAMP", "Segment Contains CHAMP")]
    [InlineData("ICOMMKT_RFM_Segment!=", "Segment NotEqual null")]
    [InlineData("Email= Ana@Example.COM", "Email Equal ana@example.com")]
    [InlineData("FirstName=A=B!~<>", "FirstName Equal A=B!~<>")]
    public void AFilterBecomesConditions(string filter, string expected)
    {
        Assert.True(ProfileFilters.TryParse(filter, AsOf, out var conditions, out var problem), problem?.Detail);
        Assert.Equal(expected, string.Join("; ", conditions.Select(Text)));
    }

    [Theory]
    [InlineData("", "filter_malformed", "ICOMMKT_Amount_30_Days>=100")]
    [InlineData("ICOMMKT_Amount_30_Days", "filter_malformed", "ICOMMKT_Amount_30_Days>=100")]
    [InlineData("=5", "filter_malformed", "ICOMMKT_Amount_30_Days>=100")]
    [InlineData("Nonsense=5", "filter_field_unknown", "/api/v1/profile-fields")]
    [InlineData("icommkt_amount_30_days=5", "filter_field_unknown", "ICOMMKT_Amount_30_Days")]
    [InlineData("ICOMMKT_Products_30_Days~x", "filter_field_unknown", "/api/v1/profile-fields")]
    [InlineData("Email>a", "filter_operator_invalid", "= != ~")]
    [InlineData("Purchases~3", "filter_operator_invalid", "= != >= <= > <")]
    [InlineData("Purchases!3", "filter_operator_invalid", "= != >= <= > <")]
    [InlineData("Purchases=3.5", "filter_value_invalid", "whole number")]
    [InlineData("Purchases>=", "filter_value_invalid", "whole number")]
    [InlineData("Amount=1,5", "filter_value_invalid", "decimals")]
    [InlineData("Amount=0.00001", "filter_value_invalid", "decimals")]
    [InlineData("Amount=99999999999999999", "filter_value_invalid", "decimals")]
    [InlineData("ICOMMKT_Last_Purchase_Date=31/01/2026", "filter_value_invalid", "2026-01-31")]
    [InlineData("ICOMMKT_Last_Purchase_Date=2026-02-30", "filter_value_invalid", "2026-01-31")]
    [InlineData("ICOMMKT_Days_Since_Last_Purchase=99999999", "filter_value_invalid", "number of days")]
    [InlineData("Recency_Score=6", "filter_value_invalid", "1 to 5")]
    [InlineData("ICOMMKT_RFM=1555", "filter_value_invalid", "three digits")]
    [InlineData("ICOMMKT_RFM_Group=loyal", "filter_value_invalid", "LOYAL")]
    public void AFilterThatMeansNothingIsRefusedWithWhatWouldBeRight(string filter, string code, string remedy)
    {
        Assert.False(ProfileFilters.TryParse(filter, AsOf, out _, out var problem));
        Assert.Equal(code, problem!.Code);
        Assert.Contains(remedy, problem.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void ARefusalNeverShowsTheValue()
    {
        Assert.False(ProfileFilters.TryParse("Email>ana@example.com", AsOf, out _, out var problem));
        Assert.DoesNotContain("ana@", problem!.Detail + problem.Remedy, StringComparison.Ordinal);
        Assert.False(ProfileFilters.TryParse("Purchases=ana@example.com", AsOf, out _, out problem));
        Assert.DoesNotContain("ana@", problem!.Detail + problem.Remedy, StringComparison.Ordinal);
        Assert.False(ProfileFilters.TryParse(new string('x', 400), AsOf, out _, out problem));
        Assert.Equal("filter_malformed", problem!.Code);
    }

    [Theory]
    [InlineData("Amount", "Amount Lifetime", false)]
    [InlineData("-Amount", "Amount Lifetime", true)]
    [InlineData("ICOMMKT_Days_Since_Last_Purchase", "LastPurchaseDate", true)]
    [InlineData("-ICOMMKT_Days_Since_Last_Purchase", "LastPurchaseDate", false)]
    public void TheOrderOfDaysIsTheReverseOfDates(string sort, string column, bool isDescending)
    {
        Assert.True(ProfileFilters.TryParseSort(sort, out var by, out var descending, out _));
        Assert.Equal((column, isDescending), (Text(by), descending));
    }

    [Fact]
    public void EveryFieldHasANameOfItsOwnAndTakesItsOperators()
    {
        Assert.Equal(ProfileFieldCatalogue.All.Length, ProfileFieldCatalogue.All.Select(field => field.Name).Distinct().Count());
        foreach (var field in ProfileFieldCatalogue.All)
        {
            Assert.NotEmpty(field.Description);
            Assert.True(ProfileFilters.TryParse($"{field.Name}=", AsOf, out _, out _), field.Name);
            Assert.True(ProfileFilters.TryParseSort(field.Name, out _, out _, out _), field.Name);
        }

        // The 61 indicators less the 21 lists.
        Assert.Equal(61 - 21, ProfileFieldCatalogue.All.Count(field => field.Name.StartsWith("ICOMMKT_", StringComparison.Ordinal)));
    }

    private static string Text(MasterDataCondition condition) => $"{Text(condition.Field)} {condition.Operator} {string.Join(',', condition.Values.Select(value => value is null ? "null" : Convert.ToString(value, CultureInfo.InvariantCulture)))}";

    private static string Text(MasterDataField field) => field.Period is { } period ? $"{field.Column} {period}" : $"{field.Column}";
}
