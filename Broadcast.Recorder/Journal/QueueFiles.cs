using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Broadcast.Recorder.Journal;

/// <summary>The queues of one journal directory in the memory file system: makes them, and finds those that a killed process left.</summary>
internal sealed partial class QueueFiles
{
    private const string Extension = ".queue";

    private readonly RecorderOptions options;
    private readonly ILogger logger;
    private readonly string prefix;

    public QueueFiles(RecorderOptions options, ILogger logger)
    {
        this.options = options;
        this.logger = logger;
        // Several recorders may share the machine: each finds its own by where its journals lie.
        var owner = SHA256.HashData(Encoding.UTF8.GetBytes(Path.GetFullPath(options.Directory)));
        prefix = $"broadcast-{Convert.ToHexStringLower(owner)[..16]}-";
    }

    /// <summary>Memory for a queue; of the process's own where the memory file system is missing or full.</summary>
    public QueueMemory Create(RecordingId recordingId, int epoch)
    {
        var length = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(options.QueueBytes, JournalQueue.MinBytes));
        if (options.QueueDirectory.Length == 0)
            return QueueMemory.Private(length);
        try
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"{prefix}{recordingId}-{epoch}{Extension}");
            return QueueMemory.Create(Path.Combine(options.QueueDirectory, name), length);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            LogPrivate(failure, recordingId, options.QueueDirectory);
            return QueueMemory.Private(length);
        }
    }

    /// <summary>Writes what killed processes left in their queues into their journals.</summary>
    public void Recover(JournalDisk disk, Func<RecordingId, string> directoryOf)
    {
        if (!Directory.Exists(options.QueueDirectory))
            return;
        foreach (var path in Directory.EnumerateFiles(options.QueueDirectory, $"{prefix}*{Extension}"))
        {
            try
            {
                if (QueueMemory.TryOpen(path) is not { } memory)
                    continue;
                if (JournalRecovery.Run(memory, disk, directoryOf) is { Records: > 0 } recovered)
                    LogRecovered(recovered.RecordingId, recovered.Records);
                memory.Unlink();
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                LogNotRecovered(failure, path);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Recording {RecordingId}: no room for its queue in {Directory}; if the process is killed, its last packets are lost.")]
    private partial void LogPrivate(Exception failure, RecordingId recordingId, string directory);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Recording {RecordingId}: {Records} records that a killed process had not written were brought back.")]
    private partial void LogRecovered(RecordingId recordingId, int records);

    [LoggerMessage(Level = LogLevel.Error, Message = "What a killed process left in {Path} could not be brought back; it is kept for the next start.")]
    private partial void LogNotRecovered(Exception failure, string path);
}
