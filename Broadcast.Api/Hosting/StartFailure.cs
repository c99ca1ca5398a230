using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace Broadcast.Api.Hosting;

/// <summary>What stopped the start, as a sentence for whoever started it.</summary>
public static class StartFailure
{
    /// <returns>Null for a fault of ours, of which the stack says more.</returns>
    public static string? SentenceFor(Exception failure) => failure switch
    {
        OptionsValidationException settings => string.Join(Environment.NewLine, settings.Failures),
        IOException { InnerException: AddressInUseException } => $"{failure.Message} Another program listens there: end it, or choose another address with --Urls.",
        SocketException => $"The media ports could not be opened: {failure.Message}. Choose others with --Media:Port.",
        OperationCanceledException => "Interrupted before it had started.",
        _ => null,
    };
}
