namespace Icomm.Actors.Silo.Access;

/// <summary>How the first account comes by its key.</summary>
public sealed class AccessOptions
{
    public const string Section = "Accounts";

    /// <summary>A file that holds the first key, from outside: a secret of compose or Kubernetes. Without it one is made. Read at the first start only.</summary>
    public string? FirstKeyFile { get; set; }
}
