namespace Cellwright.Tests.Statistics;

/// <summary>The curves of NIST's nonlinear sets, as their files print them.</summary>
internal static class Curves
{
    public static Func<double[], double[], double> Of(string set) => set switch
    {
        "BoxBOD" or "Misra1a" => (b, x) => b[0] * (1 - Math.Exp(-b[1] * x[0])),
        "Chwirut1" or "Chwirut2" => (b, x) => Math.Exp(-b[0] * x[0]) / (b[1] + (b[2] * x[0])),
        "DanWood" => (b, x) => b[0] * Math.Pow(x[0], b[1]),
        "ENSO" => (b, x) => b[0] + Wave(b[1], b[2], 12, x[0]) + Wave(b[4], b[5], b[3], x[0]) + Wave(b[7], b[8], b[6], x[0]),
        "Eckerle4" => (b, x) => b[0] / b[1] * Math.Exp(-0.5 * Square((x[0] - b[2]) / b[1])),
        "Gauss1" or "Gauss2" or "Gauss3" => (b, x) => (b[0] * Math.Exp(-b[1] * x[0])) + (b[2] * Math.Exp(-Square((x[0] - b[3]) / b[4]))) + (b[5] * Math.Exp(-Square((x[0] - b[6]) / b[7]))),
        "Hahn1" => (b, x) => (b[0] + (x[0] * (b[1] + (x[0] * (b[2] + (x[0] * b[3])))))) / (1 + (x[0] * (b[4] + (x[0] * (b[5] + (x[0] * b[6])))))),
        "Lanczos1" or "Lanczos2" or "Lanczos3" => (b, x) => (b[0] * Math.Exp(-b[1] * x[0])) + (b[2] * Math.Exp(-b[3] * x[0])) + (b[4] * Math.Exp(-b[5] * x[0])),
        "MGH09" => (b, x) => b[0] * ((x[0] * x[0]) + (x[0] * b[1])) / ((x[0] * x[0]) + (x[0] * b[2]) + b[3]),
        "Misra1c" => (b, x) => b[0] * (1 - Math.Pow(1 + (2 * b[1] * x[0]), -0.5)),
        "Nelson" => (b, x) => b[0] - (b[1] * x[0] * Math.Exp(-b[2] * x[1])),
        "Rat42" => (b, x) => b[0] / (1 + Math.Exp(b[1] - (b[2] * x[0]))),
        _ => throw new InvalidOperationException($"The curve of {set} is not typed in yet: it stands in the file, under Model."),
    };

    private static double Square(double value) => value * value;

    private static double Wave(double cosine, double sine, double period, double at) => (cosine * Math.Cos(2 * Math.PI * at / period)) + (sine * Math.Sin(2 * Math.PI * at / period));
}
