using System.Net.Sockets;
using Broadcast.Sfu.Hosting;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace Broadcast.Sfu.Tests.Hosting;

public class StartFailureTests
{
    [Fact]
    public void An_address_that_is_taken_is_named()
    {
        var taken = new IOException("Failed to bind to address http://localhost:8080: address already in use.", new AddressInUseException("in use"));

        Assert.Equal(
            "Failed to bind to address http://localhost:8080: address already in use. Another program listens there: end it, or choose another address with --Urls.",
            StartFailure.SentenceFor(taken, "Urls"));
    }

    [Fact]
    public void Wrong_settings_are_told_by_their_own_sentences()
    {
        var wrong = new OptionsValidationException("Media", typeof(object), ["Media:Port must be a port.", "Media:Workers must be positive."]);

        Assert.Equal($"Media:Port must be a port.{Environment.NewLine}Media:Workers must be positive.", StartFailure.SentenceFor(wrong, "Urls"));
    }

    [Fact]
    public void A_media_port_that_is_taken_names_the_setting() =>
        Assert.Contains("--Media:Port", StartFailure.SentenceFor(new SocketException((int)SocketError.AddressAlreadyInUse), "Urls"), StringComparison.Ordinal);

    [Fact]
    public void A_fault_of_ours_keeps_its_stack() => Assert.Null(StartFailure.SentenceFor(new InvalidOperationException("A bug."), "Urls"));
}
