namespace Icomm.Actors.StoreSimulator.Magento;

/// <summary>An answer that is an error, in Magento's shape: a message with %placeholders and their values.</summary>
internal sealed class MagentoException(int status, string message, params (string Name, object Value)[] parameters) : Exception(message)
{
    public int Status => status;

    public IReadOnlyList<(string Name, object Value)> Parameters => parameters;

    public static MagentoException Internal() => new(
        StatusCodes.Status500InternalServerError,
        "Internal Error. Details are available in Magento log file. Report ID: webapi-5f3a9c1d7e2b4");

    public static MagentoException NotAuthorized(string resource) => new(
        StatusCodes.Status401Unauthorized, "The consumer isn't authorized to access %resources.", ("resources", resource));

    public static MagentoException NoSuchEntity() => new(
        StatusCodes.Status404NotFound, "The entity that was requested doesn't exist. Verify the entity and try again.");

    public static MagentoException NoSuchEntity(string field, object value) => new(
        StatusCodes.Status404NotFound, "No such entity with %fieldName = %fieldValue", ("fieldName", field), ("fieldValue", value));

    public static MagentoException RequiredField(string field) => new(
        StatusCodes.Status400BadRequest, "\"%fieldName\" is a required field.", ("fieldName", field));

    public static MagentoException WrongType(string field, string value) => new(
        StatusCodes.Status400BadRequest,
        $"Error occurred during \"{field}\" processing. The \"{value}\" value's type is invalid. The \"int\" type was expected. Verify and try again.");
}
