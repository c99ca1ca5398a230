using System.Globalization;

namespace Broadcast.Bench;

/// <summary>The words after a benchmark's name: <c>word</c> switches something on, <c>word=value</c> sets it.</summary>
internal sealed class Arguments(string[] words)
{
    public bool Has(string word) => words.Contains(word);

    public bool Sets(string word) => words.Any(candidate => candidate.StartsWith(word + '=', StringComparison.Ordinal));

    /// <returns>The numbers of <c>word=1,2,3</c>; <paramref name="otherwise"/> if it is not there.</returns>
    public IReadOnlyList<int> Numbers(string word, params int[] otherwise) =>
        Sets(word) ? [.. Texts(word).Select(number => int.Parse(number, CultureInfo.InvariantCulture))] : otherwise;

    /// <returns>The values of <c>word=a,b,c</c>; none if it is not there.</returns>
    public IReadOnlyList<string> Texts(string word) =>
        words.FirstOrDefault(candidate => candidate.StartsWith(word + '=', StringComparison.Ordinal)) is { } given ? given[(word.Length + 1)..].Split(',') : [];
}
