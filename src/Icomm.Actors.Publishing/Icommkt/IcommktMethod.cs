namespace Icomm.Actors.Publishing.Icommkt;

/// <summary>A method of the contacts API.</summary>
/// <param name="Operation">A fixed word for logs and metrics.</param>
/// <param name="Path">Under the API's address; the slash at the end belongs to it (facts §1.6).</param>
internal sealed record IcommktMethod(string Operation, string Path)
{
    public static IcommktMethod SaveMultiContact { get; } = new("save_contacts", "Contacts/SaveMultiContact.Json/");

    public static IcommktMethod ListFull { get; } = new("list_contacts", "Contacts/ListFull.Json/");
}
