using Icomm.Actors.Silo;

await SiloApp.Create(args).RunAsync();
