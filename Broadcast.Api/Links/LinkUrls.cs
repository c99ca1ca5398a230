using Broadcast.Api.Data;
using Broadcast.Api.Http;
using Broadcast.Api.Stage;

namespace Broadcast.Api.Links;

/// <summary>Makes the absolute URLs that people are sent.</summary>
internal sealed class LinkUrls(LinkSigner signer, PublicAddress address)
{
    public string Of(IssuedLink link)
    {
        var token = signer.Sign(new StageLink(link.WebinarId, link.Role, link.ExpiresAt, link.Id));
        return address.Of(link.Role == StageRole.Presenter ? $"/studio/{token}" : $"/watch/{token}");
    }
}
