using Broadcast.Recorder.Finalizing;

namespace Broadcast.Recorder.CommandLine;

/// <summary>The subcommand <c>journal</c>: looks at a journal and takes things out of it, beside a running recorder too. It never writes into one.</summary>
internal static class JournalCommand
{
    public const string Name = "journal";

    private const int Ok = 0;
    private const int Damaged = 1;
    private const int WrongUsage = 2;

    private const string Usage = """
        journal info DIRECTORY                              tracks, packets, events, length
        journal verify DIRECTORY                            every record and checksum; exit code 1 if anything is missing
        journal replay DIRECTORY [--speed X] [--track E-T]  every record as a line of JSON, X times as fast as it came (0: at once)
        journal export DIRECTORY --track E-T FILE.mkv       one track as Matroska; E-T is epoch and track as info names them
        """;

    /// <summary>Until it is done, or Ctrl-C is pressed.</summary>
    /// <returns>The process's exit code.</returns>
    public static async Task<int> RunAsync(string[] arguments, TimeProvider clock)
    {
        using var interrupted = new CancellationTokenSource();
        Console.CancelKeyPress += (_, press) =>
        {
            press.Cancel = true;
            interrupted.Cancel();
        };
        return await RunAsync(arguments, Console.Out, clock, interrupted.Token);
    }

    /// <returns>The process's exit code.</returns>
    public static async Task<int> RunAsync(string[] arguments, TextWriter output, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (!JournalArguments.TryParse(arguments, out var parsed))
            return await SayAsync(output, Usage, WrongUsage);
        if (!Directory.Exists(parsed.Directory))
            return await SayAsync(output, $"There is no directory {parsed.Directory}.", WrongUsage);
        switch (parsed.Verb)
        {
            case "info":
                return await SayAsync(output, JournalReport.Info(parsed.Directory, cancellationToken), Ok);
            case "verify":
                var (report, isWhole) = JournalReport.Verify(parsed.Directory, cancellationToken);
                return await SayAsync(output, report, isWhole ? Ok : Damaged);
            case "replay":
                await new JournalReplay(output, clock).RunAsync(parsed.Directory, parsed.Track, parsed.Speed, cancellationToken);
                return Ok;
            default:
                return await ExportAsync(parsed, output, cancellationToken);
        }
    }

    private static async Task<int> ExportAsync(JournalArguments parsed, TextWriter output, CancellationToken cancellationToken)
    {
        if (parsed.Track is not { } track || parsed.File is not { } file)
            return await SayAsync(output, Usage, WrongUsage);
        var scratch = Directory.CreateTempSubdirectory("broadcast-export-").FullName;
        try
        {
            var manifest = new TrackExtraction(parsed.Directory, scratch, track).Run(new Progress<double>(), cancellationToken);
            if (manifest.Files is not [var media])
                return await SayAsync(output, $"Track {parsed.TrackName} has no whole frame, or is not there.", Damaged);
            File.Move(media.Path, file, overwrite: true);
            return await SayAsync(output, $"{file}: {media.Bytes} bytes, to {media.Duration:c} of the session.", Ok);
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }
    }

    private static async Task<int> SayAsync(TextWriter output, string text, int exitCode)
    {
        await output.WriteLineAsync(text.AsMemory());
        return exitCode;
    }
}
