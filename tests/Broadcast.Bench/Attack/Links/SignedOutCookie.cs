using System.Net;
using Broadcast.Bench.Attack.Clients;
using Broadcast.Bench.Attack.Webinar;

namespace Broadcast.Bench.Attack.Links;

/// <summary>A cookie that was copied before its owner signed out. Measured: whether it still opens anything.</summary>
internal sealed class SignedOutCookie : IAttack
{
    public string Name => "cookie after sign-out";
    public string Before => "good for 14 days";
    public string Limit => "401";

    public async Task<AttackOutcome> RunAsync(Battlefield field)
    {
        using var organizer = await Organizer.SignInAsync(field.Host, SourceAddress.Other(90));
        var stolen = organizer.Cookies.GetCookieHeader(field.Host);
        using var signedOut = await organizer.Http.DeleteAsync("/api/session");
        using var thief = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = field.Host };
        thief.DefaultRequestHeaders.Add("Cookie", stolen);
        using var answer = await thief.GetAsync("/api/webinars");
        return new AttackOutcome((int)answer.StatusCode, $"{(int)answer.StatusCode}", stolen.Length > 0 && answer.StatusCode == HttpStatusCode.Unauthorized);
    }
}
