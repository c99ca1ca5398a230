using System.ComponentModel.DataAnnotations;
using Broadcast.Api.Data;
using Broadcast.Api.Text;

namespace Broadcast.Api.Links;

/// <param name="ExpiresInMinutes">One minute to a year.</param>
/// <param name="Label">Whose link it is, when it is one person's: it is revoked when the person is removed.</param>
internal sealed record LinkRequest(
    StageRole Role,
    [property: Range(1, 366 * 24 * 60)] int ExpiresInMinutes,
    [property: PlainText(IssuedLink.MaxLabelLength)] string? Label = null);

/// <summary>Which links are taken back.</summary>
internal sealed record RevocationRequest(StageRole Role);
