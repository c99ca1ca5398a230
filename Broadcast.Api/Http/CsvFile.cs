using System.Buffers;
using System.Globalization;
using System.Text;

namespace Broadcast.Api.Http;

/// <summary>
/// A table as a file that spreadsheets open (RFC 4180), in UTF-8 with a byte order mark, by which they know it. What somebody typed never
/// becomes a formula: a cell that would begin one begins with an apostrophe.
/// </summary>
internal static class CsvFile
{
    public const string ContentType = "text/csv; charset=utf-8";

    /// <summary>With the full-width forms that some spreadsheets read alike.</summary>
    private static readonly SearchValues<char> BeginFormula = SearchValues.Create("=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20");
    private static readonly SearchValues<char> Quoted = SearchValues.Create(",;\"\r\n\t");

    /// <param name="rows">Times, numbers, texts and enums; null for an empty cell.</param>
    public static byte[] Write(IEnumerable<string> heading, IEnumerable<IEnumerable<object?>> rows)
    {
        var text = new StringBuilder("\uFEFF");
        Append(text, heading);
        foreach (var row in rows)
            Append(text, row);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static void Append(StringBuilder text, IEnumerable<object?> cells) => text.AppendJoin(',', cells.Select(Cell)).Append("\r\n");

    private static string Cell(object? value) => value switch
    {
        null => "",
        DateTimeOffset time => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        string typed => Quote(typed.AsSpan().TrimStart(' ') is [var first, ..] && BeginFormula.Contains(first) ? $"'{typed}" : typed),
        _ => Quote(Convert.ToString(value, CultureInfo.InvariantCulture)!),
    };

    private static string Quote(string cell) =>
        cell.AsSpan().ContainsAny(Quoted) ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;
}
