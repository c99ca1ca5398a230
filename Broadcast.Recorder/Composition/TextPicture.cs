using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Broadcast.Recorder.Files;

namespace Broadcast.Recorder.Composition;

/// <summary>
/// Text as pictures with transparent ground, to be laid over video: set by Pango, which finds a font for every script that is installed,
/// writes from right to left where that is due, and knows emoji. FFmpeg's own drawtext knows one font.
/// </summary>
/// <param name="directory">Where pictures are kept; one that is there is not made again.</param>
internal sealed class TextPicture(string directory)
{
    private const string Font = "Noto Sans";
    private const int TitleLines = 5;

    /// <summary>Of the header of a PNG: where its width stands.</summary>
    private const int WidthOffset = 16;

    /// <summary>One line on a dark ground; what is wider than <paramref name="maxWidth"/> ends in an ellipsis.</summary>
    /// <returns>The path of a PNG.</returns>
    public async Task<string> NameAsync(string name, int pixels, int maxWidth, CancellationToken cancellationToken)
    {
        const int margin = 6;
        string[] look = ["--single-par", "--background=#0000008c", $"--margin={margin}"];
        var path = await MakeAsync(name, pixels, look, cancellationToken);
        return WidthOf(path) <= maxWidth
            ? path
            : await MakeAsync(name, pixels, [.. look, "--ellipsize=end", Option("width", maxWidth - 2 * margin)], cancellationToken);
    }

    /// <summary>Centred lines that wrap at <paramref name="width"/>.</summary>
    /// <returns>The path of a PNG.</returns>
    public Task<string> TitleAsync(string title, int pixels, int width, CancellationToken cancellationToken) => MakeAsync(
        title, pixels,
        ["--background=transparent", "--margin=0", "--align=center", "--wrap=word-char", "--ellipsize=end", Option("height", -TitleLines), Option("width", width)], cancellationToken);

    private async Task<string> MakeAsync(string text, int pixels, string[] look, CancellationToken cancellationToken)
    {
        var font = string.Create(CultureInfo.InvariantCulture, $"--font={Font} {pixels}px");
        var path = Path.Combine(directory, $"{HashOf(string.Join('\n', [text, font, .. look]))}.png");
        if (File.Exists(path))
            return path;
        // By a file: text is not ours, and must not be taken for an option.
        using var source = new AtomicFile(Path.ChangeExtension(path, "txt"));
        using var picture = new AtomicFile(path);
        await File.WriteAllTextAsync(source.TemporaryPath, text, cancellationToken);
        // The format is told by the name.
        var output = $"{picture.TemporaryPath}.png";
        await PangoView.RunAsync(
            ["--no-display", "--pixels", "--foreground=white", font, .. look, $"--output={output}", source.TemporaryPath], cancellationToken);
        File.Move(output, picture.TemporaryPath);
        picture.Commit();
        return path;
    }

    private static int WidthOf(string png)
    {
        Span<byte> width = stackalloc byte[sizeof(int)];
        using var file = File.OpenRead(png);
        file.Seek(WidthOffset, SeekOrigin.Begin);
        file.ReadExactly(width);
        return BinaryPrimitives.ReadInt32BigEndian(width);
    }

    private static string Option(string name, int value) => string.Create(CultureInfo.InvariantCulture, $"--{name}={value}");

    private static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..12];
}
