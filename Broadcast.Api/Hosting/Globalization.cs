using System.Globalization;
using System.Text;

namespace Broadcast.Api.Hosting;

/// <summary>ICU is there to normalise text, and for nothing else: numbers and dates are written as everywhere, whatever this machine's language.</summary>
internal static class Globalization
{
    /// <exception cref="InvalidOperationException">Text is not normalised, because the environment turns ICU off.</exception>
    public static void Prepare()
    {
        CultureInfo.CurrentCulture = CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
        if ("e\u0301".Normalize(NormalizationForm.FormC) != "\u00E9")
            throw new InvalidOperationException(
                "Broadcast needs ICU to compare names. Unset DOTNET_SYSTEM_GLOBALIZATION_INVARIANT, or set it to 0, and start again.");
    }
}
