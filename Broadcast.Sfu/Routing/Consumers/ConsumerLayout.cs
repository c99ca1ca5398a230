using Broadcast.Sfu.Control.Ortc;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Rtp;

namespace Broadcast.Sfu.Routing.Consumers;

/// <summary>Works out which header extensions of a publisher travel on to a receiver, and which are written here.</summary>
internal static class ConsumerLayout
{
    public static ExtensionLayout Of(RtpParameters publisher, RtpParameters receiver)
    {
        var layout = new ExtensionLayout(default);
        foreach (var extension in receiver.HeaderExtensions)
            layout = With(layout, extension, publisher);
        return layout;
    }

    private static ExtensionLayout With(ExtensionLayout layout, RtpHeaderExtensionParameters extension, RtpParameters publisher) => extension.Uri switch
    {
        HeaderExtensionUri.Mid => layout with { Mid = extension.Id },
        HeaderExtensionUri.AbsSendTime => layout with { AbsSendTime = extension.Id },
        HeaderExtensionUri.TransportCc => layout with { TransportCc = extension.Id },
        _ => layout with { Forwarded = layout.Forwarded.With(FindId(publisher, extension.Uri), extension.Id) },
    };

    /// <returns>0 if the publisher does not send it.</returns>
    private static byte FindId(RtpParameters publisher, string uri)
    {
        foreach (var extension in publisher.HeaderExtensions)
            if (extension.Uri == uri)
                return extension.Id;
        return 0;
    }
}
