using Icomm.Actors.StoreSimulator;

CommandLine command;
try
{
    command = CommandLine.Parse(args);
}
catch (FormatException error)
{
    await Console.Error.WriteLineAsync(error.Message + Environment.NewLine + CommandLine.Usage);
    return 2;
}

if (command.Help)
{
    Console.WriteLine(CommandLine.Usage);
    return 0;
}

await using var shop = await SimulatedShop.StartAsync(command.Options);
Console.WriteLine(
    $"listening url={shop.BaseUrl.GetLeftPart(UriPartial.Authority)} shop={shop.Options.Platform.ToString().ToLowerInvariant()} username={shop.Username} password={shop.Password} "
    + $"orders={shop.Data.Orders.Count} customers={shop.Data.Customers.Count}"
    + (shop.Icommkt is { Options: var icommkt } ? $" icommkt-key={icommkt.ApiKey} icommkt-profile={icommkt.ProfileKeys[0]}" : ""));
await shop.WaitForShutdownAsync();
return 0;
