using Broadcast.Recorder.Tests.Journal;

// The victim of JournalRecoveryTests.
JournalRecoveryTests.AppendUntilKilled(args[0]);
