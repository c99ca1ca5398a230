using System.Globalization;

namespace Broadcast.Recorder.Tests.Cases;

/// <summary>The cases as a table for people.</summary>
internal static class CaseTable
{
    public static IEnumerable<string> Lines(IEnumerable<CaseResult> results)
    {
        yield return Line("case", "expected", "duration", "sync", "missing", "unreadable", "ffprobe", "chromium");
        yield return Line("", "", "error ms", "ms", "packets", "packets", "", "");
        foreach (var result in results)
        {
            yield return Line(
                result.Case.Name, result.Case.Expected, Number(result.DurationErrorMs), result.MedianSyncMs is { } sync ? Number(sync) : "none",
                Number(result.Missing), Number(result.Invalid), result.Reading is null ? "plays" : "FAILS", result.Playing is null ? "plays" : "FAILS");
            foreach (var failure in result.Failures())
                yield return $"    FAILED: {failure}";
        }
    }

    private static string Line(string name, string expected, params IEnumerable<string> numbers) =>
        $"{name,-36}{expected,-62}{string.Concat(numbers.Select(number => $"{number,11}"))}";

    private static string Number(double value) => value.ToString("0", CultureInfo.InvariantCulture);
}
