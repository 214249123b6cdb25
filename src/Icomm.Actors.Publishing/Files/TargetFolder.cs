using System.Text;
using Microsoft.Extensions.Options;

namespace Icomm.Actors.Publishing.Files;

/// <summary>Where a target's files lie: <c>{root}/{account}/{database}/</c>. Merchants name files only, so that nobody's file lands in another's folder or outside of the root.</summary>
internal sealed class TargetFolder(IOptions<PublishingOptions> options)
{
    /// <exception cref="PublishException">The operator has switched files off (<c>publish_files_off</c>).</exception>
    public string Of(PublicationTarget target) => Find(target.Id)
        ?? throw PublishProblems.Permanent(PublishProblems.FilesOffCode, "This server writes no files.", "Ask the operator to set a folder for files (Publishing:FileRoot).");

    /// <returns>Null when the operator has switched files off.</returns>
    public string? Find(string id) =>
        string.IsNullOrWhiteSpace(options.Value.FileRoot) ? null : Path.Combine([Path.GetFullPath(options.Value.FileRoot), .. id.Split('/').Select(Segment)]);

    /// <summary>The folder, made if need be.</summary>
    /// <exception cref="PublishException"><c>publish_files_off</c>, or <c>publish_file_failed</c>: nothing can be written there.</exception>
    public void Check(PublicationTarget target)
    {
        var folder = Of(target);
        FileProblems.Guard(() =>
        {
            Directory.CreateDirectory(folder);
            using var probe = new FileStream(Path.Combine(folder, $".{Guid.NewGuid():N}.probe"), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        });
    }

    /// <summary>Letters, digits, <c>-</c> and <c>_</c> stay; all else becomes <c>%xx</c>, the dot included: different ids have different folders, and none is <c>..</c>.</summary>
    private static string Segment(string id)
    {
        var name = new StringBuilder();
        foreach (var each in Encoding.UTF8.GetBytes(id))
        {
            if (char.IsAsciiLetterOrDigit((char)each) || each is (byte)'-' or (byte)'_')
                name.Append((char)each);
            else
                name.Append('%').Append(each.ToString("x2"));
        }

        return name.Length == 0 ? "%" : name.ToString();
    }
}
