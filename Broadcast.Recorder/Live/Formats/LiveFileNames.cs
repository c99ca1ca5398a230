namespace Broadcast.Recorder.Live.Formats;

/// <summary>Names of a recording's live files that others look for.</summary>
public static class LiveFileNames
{
    /// <summary>The master playlist of HLS (RFC 8216): what is played.</summary>
    public static string MasterPlaylist => "master.m3u8";

    /// <summary>The certificate of what was received and stored: the last file of an ended recording.</summary>
    public static string Certificate => "certificate.json";
}
