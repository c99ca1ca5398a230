using Broadcast.Jobs.Catalogue;
using Broadcast.Recorder.Packaging;
using Microsoft.EntityFrameworkCore;

namespace Broadcast.Api.Tests.Recordings;

/// <summary>A recording with a video in the file store, as if it had been made.</summary>
internal static class StoredRecording
{
    public const string Id = "r1";
    private const string Key = $"recordings/{Id}/v1/recording.mp4";

    /// <param name="bytes">Of the video; it is all holes and takes no room.</param>
    public static async Task AddRecordingAsync(
        this ApiHost host, string webinarId, long bytes = 1_000, RecordingState state = RecordingState.Ready, bool legalHold = false)
    {
        await using var catalogue = await host.Get<IDbContextFactory<RecordingCatalogue>>().CreateDbContextAsync();
        var recording = new Recording { Id = new(Id), WebinarId = new(webinarId), StartedAt = host.Time.GetUtcNow(), State = state, LegalHold = legalHold };
        recording.Files.Add(new RecordingFile
        {
            StoreKey = Key,
            RecordingId = new(Id),
            Name = "recording.mp4",
            Kind = RecordingFileKind.Video,
            ContentType = "video/mp4",
            Bytes = bytes,
            Sha256 = new string('0', 64),
        });
        catalogue.Recordings.Add(recording);
        await catalogue.SaveChangesAsync();
        var path = Path.Combine(host.Data, "objects", Key);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await using var video = File.Create(path);
        video.SetLength(bytes);
    }

    /// <returns>The link to the video, as the organizer's page gets it.</returns>
    public static async Task<Uri> VideoLinkAsync(this ApiHost host, HttpClient? organizer = null)
    {
        var recording = await (await (organizer ?? host.Organizer).GetAsync(new Uri($"/api/recordings/{Id}", UriKind.Relative))).ReadAsync();
        return new Uri(recording.GetProperty("files")[0].GetProperty("url").GetString()!, UriKind.Relative);
    }
}
