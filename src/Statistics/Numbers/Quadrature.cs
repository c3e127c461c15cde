using MathNet.Numerics.Integration;

namespace Cellwright.Statistics.Numbers;

/// <summary>Gauss-Legendre quadrature on pieces: exact to the last digits for the smooth integrands here, where an adaptive rule would stop at a tolerance.</summary>
internal static class Quadrature
{
    private const int Order = 64;

    private static readonly GaussLegendreRule Unit = new(0, 1, Order);

    /// <summary>The integral from the first to the last of the <paramref name="bounds"/>, each piece on its own nodes; pieces that are empty or turned round are left out.</summary>
    public static double Integrate(Func<double, double> f, params ReadOnlySpan<double> bounds)
    {
        DoubleDouble sum = 0;
        for (var piece = 1; piece < bounds.Length; piece++)
        {
            var (from, width) = (bounds[piece - 1], bounds[piece] - bounds[piece - 1]);
            if (!(width > 0)) continue;
            for (var i = 0; i < Order; i++) sum += width * Unit.GetWeight(i) * f(from + (width * Unit.GetAbscissa(i)));
        }

        return (double)sum;
    }

    /// <summary>Nodes and weights for an integral equation on [from, to].</summary>
    public static (double[] Nodes, double[] Weights) Nodes(double from, double to, int count)
    {
        var rule = new GaussLegendreRule(from, to, count);
        return ([.. Enumerable.Range(0, count).Select(rule.GetAbscissa)], [.. Enumerable.Range(0, count).Select(rule.GetWeight)]);
    }
}
