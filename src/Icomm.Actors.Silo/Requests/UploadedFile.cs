using Icomm.Actors.Connectors;
using Icomm.Actors.Domain;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Icomm.Actors.Silo.Requests;

/// <summary>The file in a request: its body, or the one file of a form. It is read as it comes and kept nowhere.</summary>
internal sealed class UploadedFile
{
    private const int LongestName = 255;

    /// <summary>Parts before the file are skipped; a browser's form has a few.</summary>
    private const int MostParts = 20;

    private UploadedFile(Stream content, string? name) => (Content, Name) = (content, name);

    public Stream Content { get; }

    /// <summary>Without any folder; null when the request doesn't say.</summary>
    public string? Name { get; }

    /// <returns>Null when the body is of no kind that a file comes as.</returns>
    /// <exception cref="StoreException">The form is damaged or holds no file (<c>multipart_invalid</c>), or ends before the file does.</exception>
    public static async Task<UploadedFile?> OpenAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(request.ContentType))
            return new UploadedFile(request.Body, null);
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type))
            return null;
        if (type.MediaType.Equals(UploadTypes.Form, StringComparison.OrdinalIgnoreCase))
            return await OpenFormAsync(request, HeaderUtilities.RemoveQuotes(type.Boundary).Value, cancellationToken);
        return UploadTypes.Plain.Contains(type.MediaType.Value!, StringComparer.OrdinalIgnoreCase) ? new UploadedFile(request.Body, null) : null;
    }

    /// <summary>The name as it is shown: the last part of a path, no control characters.</summary>
    public static string? Plain(string? name)
    {
        if (name is null)
            return null;
        var plain = string.Concat(name[(name.LastIndexOfAny(['/', '\\']) + 1)..].Where(character => !char.IsControl(character))).Trim();
        return plain.Length == 0 ? null : plain.Length <= LongestName ? plain : plain[..LongestName];
    }

    private static async Task<UploadedFile> OpenFormAsync(HttpRequest request, string? boundary, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(boundary))
            throw Invalid(new("The form's content type names no boundary.", "El tipo de contenido del formulario no nombra un separador.", "O tipo de conteúdo do formulário não nomeia um separador."));
        try
        {
            var form = new MultipartReader(boundary, request.Body);
            for (var part = 0; part < MostParts && await form.ReadNextSectionAsync(cancellationToken) is { } section; part++)
            {
                if (section.AsFileSection() is { } file)
                    return new UploadedFile(file.FileStream!, file.FileName);
            }
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException)
        {
            throw Invalid(new("The form can't be read.", "No se puede leer el formulario.", "Não é possível ler o formulário."), exception);
        }

        throw Invalid(new("The form holds no file.", "El formulario no trae ningún archivo.", "O formulário não traz nenhum arquivo."));
    }

    private static StoreException Invalid(LocalizedText message, Exception? inner = null) => new(
        new StoreProblem(
            "multipart_invalid",
            message,
            new(
                "Send the file as the body of the request, with the content type text/csv, or as the one file of a form.",
                "Enviar el archivo como cuerpo de la petición, con el tipo de contenido text/csv, o como el único archivo de un formulario.",
                "Enviar o arquivo como corpo da requisição, com o tipo de conteúdo text/csv, ou como o único arquivo de um formulário.")),
        isTransient: false,
        inner);
}
