using System.Globalization;
using System.Text.Json;
using Icomm.Actors.StoreSimulator.Faults;

namespace Icomm.Actors.StoreSimulator.Magento;

/// <summary>Writes errors as Magento does: {"message": …, "parameters": {…}}.</summary>
internal sealed class MagentoErrors(MagentoTokens tokens) : IFaultPages
{
    public static void Write(HttpContext context, MagentoException error) =>
        JsonAnswer.Write(context, error.Status, error, static (json, error) =>
        {
            json.WriteStartObject();
            json.WriteString("message"u8, error.Message);
            if (error.Parameters.Count > 0)
            {
                json.WriteStartObject("parameters"u8);
                foreach (var (name, value) in error.Parameters) WriteParameter(json, name, value);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        });

    public Task TokenExpiredAsync(HttpContext context)
    {
        tokens.ExpireAll();
        return Done(context, MagentoException.NotAuthorized("Magento_Sales::actions_view"));
    }

    public Task ForbiddenAsync(HttpContext context) => Done(context, new MagentoException(
        StatusCodes.Status403Forbidden, "User is not authorized to %resources", ("resources", "Magento_Catalog::products")));

    public Task NotFoundAsync(HttpContext context) => Done(context, MagentoException.NoSuchEntity());

    public Task TooManyRequestsAsync(HttpContext context) => Done(context, new MagentoException(StatusCodes.Status429TooManyRequests, "Too Many Requests"));

    public Task ServerErrorAsync(HttpContext context) => Done(context, MagentoException.Internal());

    private static Task Done(HttpContext context, MagentoException error)
    {
        Write(context, error);
        return Task.CompletedTask;
    }

    private static void WriteParameter(Utf8JsonWriter json, string name, object value)
    {
        if (value is int number) json.WriteNumber(name, number);
        else json.WriteString(name, Convert.ToString(value, CultureInfo.InvariantCulture));
    }
}
