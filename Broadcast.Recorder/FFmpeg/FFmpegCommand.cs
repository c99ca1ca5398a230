using System.Globalization;
using FFMpegCore;

namespace Broadcast.Recorder.FFmpeg;

/// <summary>An FFmpeg command line, built argument by argument: no shell, no quoting. Inputs in the order in which the graph numbers them.</summary>
public sealed class FFmpegCommand
{
    private readonly List<string> arguments = ["-hide_banner", "-nostats", "-v", "error", "-y", "-progress", "pipe:1"];
    private string[] output = [];

    /// <summary>How many inputs there are so far, which is the number of the next.</summary>
    public int Inputs { get; private set; }

    /// <summary>Whether what it makes is watched as it comes: then it goes before no other, and after none.</summary>
    internal bool IsLive { get; private set; }

    /// <summary>What it makes is watched as it comes.</summary>
    public FFmpegCommand Live()
    {
        IsLive = true;
        return this;
    }

    /// <summary>Leaves the inputs' timestamps as they are: the session clock.</summary>
    public FFmpegCommand KeepTimestamps() => Add("-copyts");

    public FFmpegCommand Input(string path, params IEnumerable<string> options)
    {
        Inputs++;
        return Add([.. options, "-i", path]);
    }

    public FFmpegCommand Graph(string filters) => Add("-filter_complex", filters);

    public FFmpegCommand Map(string stream) => Add("-map", stream);

    public FFmpegCommand Add(params IEnumerable<string> options)
    {
        arguments.AddRange(options);
        return this;
    }

    /// <summary>The one output; comes last.</summary>
    /// <param name="format">The container, since the name may not tell.</param>
    public FFmpegCommand Output(string format, string path)
    {
        output = ["-f", format, path];
        return this;
    }

    internal FFMpegArgumentProcessor ToProcessor() => FFMpegArguments.FromInput(new ToolArguments(arguments)).OutputTo(new ToolArguments(output));

    /// <summary>A path as the value of a filter's option: escaped for the option, then quoted for the graph.</summary>
    public static string Quote(string path) =>
        $"'{path.Replace(@"\", @"\\", StringComparison.Ordinal).Replace(":", @"\:", StringComparison.Ordinal).Replace("'", @"'\\\''", StringComparison.Ordinal)}'";

    /// <summary>Seconds as FFmpeg reads them.</summary>
    public static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.######", CultureInfo.InvariantCulture);
}
