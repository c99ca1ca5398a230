using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Broadcast.Sfu.Hosting;

/// <summary>What stopped the start of one of our hosts, as a sentence for whoever started it.</summary>
public static class StartFailure
{
    /// <summary>Builds a host and runs it until it is told to stop.</summary>
    /// <param name="name">What the sentence calls it.</param>
    /// <param name="addressKey">The setting by which it listens elsewhere.</param>
    /// <returns>The process's exit code.</returns>
    public static async Task<int> RunAsync(string name, string addressKey, Func<WebApplication> build)
    {
        try
        {
            await using var host = build();
            await StartAsync(host);
            await host.WaitForShutdownAsync();
            return 0;
        }
        catch (Exception failure) when (SentenceFor(failure, addressKey) is { } sentence)
        {
            await Console.Error.WriteLineAsync($"{name} cannot start. {sentence}");
            return 1;
        }
    }

    /// <summary>What has been started by the time that one part fails is stopped in order, so that it does not complain of its end.</summary>
    private static async Task StartAsync(WebApplication host)
    {
        try
        {
            await host.StartAsync();
        }
        catch (Exception)
        {
            await StopAsync(host);
            throw;
        }
    }

    private static async Task StopAsync(WebApplication host)
    {
        try
        {
            await host.StopAsync();
        }
        catch (Exception)
        {
            // Why it does not start is what has to be said.
        }
    }

    /// <returns>Null for a fault of ours, of which the stack says more.</returns>
    public static string? SentenceFor(Exception failure, string addressKey) => failure switch
    {
        OperatorException => failure.Message,
        OptionsValidationException settings => string.Join(Environment.NewLine, settings.Failures),
        IOException { InnerException: AddressInUseException } => $"{failure.Message} Another program listens there: end it, or choose another address with --{addressKey}.",
        SocketException => $"The media ports could not be opened: {failure.Message}. Choose others with --Media:Port.",
        OperationCanceledException => "Interrupted before it had started.",
        _ => null,
    };
}
