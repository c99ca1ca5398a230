using Broadcast.Recorder.CommandLine;

using var interrupted = new CancellationTokenSource();
Console.CancelKeyPress += (_, press) =>
{
    press.Cancel = true;
    interrupted.Cancel();
};
return args is ["journal", .. var rest]
    ? await JournalCommand.RunAsync(rest, Console.Out, TimeProvider.System, interrupted.Token)
    : await JournalCommand.RunAsync([], Console.Error, TimeProvider.System, interrupted.Token);
