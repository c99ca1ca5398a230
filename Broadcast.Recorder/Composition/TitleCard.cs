namespace Broadcast.Recorder.Composition;

/// <summary>The text of a title card, broken into lines that fit.</summary>
public static class TitleCard
{
    private const int LineLength = 34;

    public static string Wrap(string title)
    {
        var lines = new List<string> { "" };
        foreach (var word in title.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            if (lines[^1].Length > 0 && lines[^1].Length + 1 + word.Length > LineLength)
                lines.Add(word);
            else
                lines[^1] = lines[^1].Length == 0 ? word : $"{lines[^1]} {word}";
        }
        return string.Join('\n', lines);
    }
}
