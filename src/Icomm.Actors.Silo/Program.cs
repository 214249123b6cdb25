using Icomm.Actors.Silo;
using Icomm.Actors.Silo.Commands;

if (TransferCommandLine.IsMeantBy(args))
    return await TransferCommand.RunAsync(args);

await SiloApp.Create(args).RunAsync();
return 0;
