using System.Text.Encodings.Web;
using System.Text.Json;

namespace Broadcast.Bench;

/// <summary>What a benchmark prints: a table for people, and as its last line one JSON object.</summary>
internal static class Table
{
    private const int ColumnWidth = 15;

    /// <summary>Of a table that says what happened in words.</summary>
    private static readonly int[] WideColumns = [31, 25, 46, 28, 8, 10, 11, 9, 6];

    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Header(params IEnumerable<string> columns) => Console.WriteLine(Line(columns));

    public static void Row(params IEnumerable<object> cells) => Console.WriteLine(Line(cells.Select(cell => cell.ToString() ?? "")));

    public static void Wide(params IReadOnlyList<string> cells) =>
        Console.WriteLine(string.Concat(cells.Select((cell, column) => cell.PadRight(WideColumns[column] - 1) + ' ')).TrimEnd());

    public static void Json(object summary) => Console.WriteLine(JsonSerializer.Serialize(summary, Compact));

    private static string Line(IEnumerable<string> cells) => string.Concat(cells.Select(cell => cell.PadRight(ColumnWidth))).TrimEnd();
}
