using System.Collections.Immutable;
using Icomm.Actors.Persistence.Imports;

namespace Icomm.Actors.Persistence.Sql;

/// <summary>Reads the rows of one order, bounded in number and size.</summary>
internal static class StagedOrders
{
    /// <param name="rows">Line, order's key and data, by line: one more than an order may have, if there are as many.</param>
    /// <returns>Null without rows.</returns>
    public static StagedOrder? Read(SqlStatement rows)
    {
        var read = ImmutableArray.CreateBuilder<StagedRow>();
        var characters = 0L;
        while (rows.Step())
        {
            var row = new StagedRow(rows.GetInt64(0), read.Count == 0 ? rows.GetText(1) : read[0].OrderKey, rows.GetText(2));
            characters += row.Data.Length;
            if (read.Count == StagedOrder.MostRows || characters > StagedOrder.MostCharacters)
                return new StagedOrder(row.OrderKey, [read.Count == 0 ? row : read[0]], IsTooLarge: true);
            read.Add(row);
        }

        return read.Count == 0 ? null : new StagedOrder(read[0].OrderKey, read.DrainToImmutable(), IsTooLarge: false);
    }
}
