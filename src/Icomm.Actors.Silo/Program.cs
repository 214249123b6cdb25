using Icomm.Actors.Silo.Commands;

return await (TransferCommandLine.IsMeantBy(args) ? TransferCommand.RunAsync(args) : ServeCommand.RunAsync(args));
