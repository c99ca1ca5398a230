using Broadcast.Recorder.Tests.FFmpeg;
using Broadcast.Recorder.Tests.Journal;

// The victims of the tests that kill a process.
switch (args)
{
    case ["render", var path]:
        await KilledHostTests.RenderUntilKilledAsync(path);
        break;
    case [var directory]:
        JournalRecoveryTests.AppendUntilKilled(directory);
        break;
}
