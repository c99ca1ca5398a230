using System.Globalization;
using Broadcast.Recorder.Tracks;

namespace Broadcast.Recorder.CommandLine;

/// <summary>What was asked of <see cref="JournalCommand"/>.</summary>
/// <param name="Speed">1 is as it came, 0 at once.</param>
/// <param name="File">Where to export to.</param>
internal sealed record JournalArguments(string Verb, string Directory, TrackKey? Track, double Speed, string? File)
{
    private static readonly string[] Verbs = ["info", "verify", "replay", "export"];

    /// <summary>The track as <c>EPOCH-TRACK</c>.</summary>
    public string TrackName => Track is { } track ? string.Create(CultureInfo.InvariantCulture, $"{track.Epoch}-{track.Track}") : "";

    public static bool TryParse(string[] arguments, out JournalArguments parsed)
    {
        parsed = new JournalArguments("", "", null, 0, null);
        if (arguments is not [var verb, var directory, .. var rest] || !Verbs.Contains(verb))
            return false;
        parsed = parsed with { Verb = verb, Directory = directory };
        for (var i = 0; i < rest.Length; i++)
        {
            var value = i + 1 < rest.Length ? rest[i + 1] : "";
            switch (rest[i])
            {
                case "--track" when TryParseTrack(value, out var track):
                    parsed = parsed with { Track = track };
                    i++;
                    break;
                case "--speed" when double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var speed) && speed >= 0:
                    parsed = parsed with { Speed = speed };
                    i++;
                    break;
                case var file when !file.StartsWith('-') && parsed.File is null:
                    parsed = parsed with { File = file };
                    break;
                default:
                    return false;
            }
        }
        return true;
    }

    private static bool TryParseTrack(string text, out TrackKey track)
    {
        track = default;
        var parts = text.Split('-');
        if (parts.Length != 2 || !int.TryParse(parts[0], out var epoch) || !ushort.TryParse(parts[1], out var number))
            return false;
        track = new TrackKey(epoch, number);
        return true;
    }
}
