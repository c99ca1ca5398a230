using System.Globalization;
using System.Text.RegularExpressions;
using Broadcast.Recorder.FFmpeg;
using Broadcast.Recorder.Files;
using Broadcast.Recorder.Manifest;

namespace Broadcast.Recorder.Composition;

/// <summary>Makes the sound of a recording: measured once, then brought to the loudness of broadcasting and limited.</summary>
internal sealed partial class SoundTrack(FFmpegRunner ffmpeg, string workDirectory)
{
    public const string FileName = "audio.m4a";

    /// <summary>In LUFS (EBU R 128); what players of spoken word aim at.</summary>
    private const double Target = -16;

    /// <summary>Below this there is nothing to make louder.</summary>
    private const double Silence = -60;

    /// <summary>In decibels: noise is not to be made into sound.</summary>
    private const double MaxGain = 20;

    public async Task<MediaFile> MakeAsync(RecordingManifest manifest, IProgress<double> progress, CancellationToken cancellationToken)
    {
        var path = Path.Combine(workDirectory, FileName);
        var half = new Progress<double>(percent => progress.Report(percent / 2));
        var gain = await MeasureGainAsync(manifest, half, cancellationToken);
        using var file = new AtomicFile(path);
        var level = string.Create(CultureInfo.InvariantCulture, $"volume={gain:0.##}dB,alimiter=limit=0.84:level=0:latency=1");
        var command = Command(manifest, level).Add("-c:a", "aac", "-b:a", "128k", "-movflags", "+faststart").Output("mp4", file.TemporaryPath);
        var otherHalf = new Progress<double>(percent => progress.Report(50 + percent / 2));
        await ffmpeg.RunAsync(command, manifest.Duration, otherHalf, cancellationToken);
        file.Commit();
        return new MediaFile(path, "audio/mp4", new FileInfo(path).Length, manifest.Duration);
    }

    /// <returns>Decibels.</returns>
    private async Task<double> MeasureGainAsync(RecordingManifest manifest, IProgress<double> progress, CancellationToken cancellationToken)
    {
        if (SoundMix.TracksOf(manifest).Count == 0)
            return 0;
        var command = Command(manifest, "ebur128=framelog=verbose").Add("-v", "info").Output("null", "-");
        var said = await ffmpeg.RunAsync(command, manifest.Duration, progress, cancellationToken);
        var measured = Integrated().Matches(said).LastOrDefault()?.Groups[1].Value;
        return double.TryParse(measured, NumberStyles.Float, CultureInfo.InvariantCulture, out var loudness) && loudness > Silence
            ? Math.Min(MaxGain, Target - loudness)
            : 0;
    }

    private static FFmpegCommand Command(RecordingManifest manifest, string last)
    {
        var tracks = SoundMix.TracksOf(manifest);
        var command = new FFmpegCommand().KeepTimestamps();
        foreach (var track in tracks)
            command.Input(track.File!.Path);
        return command.Graph($"{SoundMix.Graph(tracks, manifest.Duration)};[mix]{last}[sound]").Map("[sound]");
    }

    [GeneratedRegex(@"^\s*I:\s*(-?[\d.]+) LUFS", RegexOptions.Multiline)]
    private static partial Regex Integrated();
}
