using System.Text;
using FFMpegCore;
using FFMpegCore.Arguments;

namespace Broadcast.Recorder.FFmpeg;

/// <summary>
/// Arguments as the one string that FFMpegCore and .NET take apart again: what holds a space or a quotation mark is quoted, a quotation
/// mark gets a backslash, and so does every backslash before one.
/// </summary>
internal sealed class ToolArguments(IEnumerable<string> arguments) : IInputArgument, IOutputArgument
{
    public string Text { get; } = string.Join(' ', arguments.Select(Quote));

    public void Pre(FFOptions options)
    {
    }

    public Task During(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Post()
    {
    }

    private static string Quote(string argument)
    {
        if (argument.Length > 0 && !argument.Any(letter => letter == '"' || char.IsWhiteSpace(letter)))
            return argument;
        var quoted = new StringBuilder("\"");
        var backslashes = 0;
        foreach (var letter in argument)
        {
            if (letter == '"')
                quoted.Append('\\', backslashes + 1);
            backslashes = letter == '\\' ? backslashes + 1 : 0;
            quoted.Append(letter);
        }
        return quoted.Append('\\', backslashes).Append('"').ToString();
    }
}
