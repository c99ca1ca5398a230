namespace Broadcast.Recorder.Files;

/// <summary>A derived file is not what it must be; the message is a sentence for people.</summary>
internal sealed class RecordingVerificationException(string message) : Exception(message);
