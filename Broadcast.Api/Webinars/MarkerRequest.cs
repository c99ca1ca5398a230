using Broadcast.Api.Text;

namespace Broadcast.Api.Webinars;

/// <summary>A named place in a running recording, which becomes a chapter.</summary>
internal sealed record MarkerRequest([property: PlainText(100)] string Label);
