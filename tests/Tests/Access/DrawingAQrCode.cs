using Cellwright.Server.Access.Pages;

namespace Cellwright.Tests.Access;

public class DrawingAQrCode
{
    [Fact]
    public void Corrects_errors_as_the_example_of_the_standard_does()
    {
        // ISO/IEC 18004, annex I: "01234567" as version 1-M.
        byte[] data = [0x10, 0x20, 0x0C, 0x56, 0x61, 0x80, 0xEC, 0x11, 0xEC, 0x11, 0xEC, 0x11, 0xEC, 0x11, 0xEC, 0x11];
        Assert.Equal([0xA5, 0x24, 0xD4, 0xC1, 0xED, 0x36, 0xC7, 0x87, 0x2C, 0x55], ReedSolomon.Correction(data, 10));
    }

    [Theory]
    [InlineData(17, 21)]
    [InlineData(18, 25)]
    [InlineData(106, 37)]
    [InlineData(107, 41)]
    [InlineData(271, 57)]
    public void Takes_the_smallest_version_that_holds_the_text(int length, int size)
    {
        var dark = QrCode.Modules(new string('a', length));
        Assert.Equal(size, dark.GetLength(0));
        // Finder patterns in three corners, the timing line between them, and the one module that is always dark.
        foreach (var (x, y) in new[] { (0, 0), (size - 7, 0), (0, size - 7) })
        {
            Assert.True(dark[y, x] && dark[y + 6, x + 6] && dark[y + 3, x + 3]);
            Assert.False(dark[y + 1, x + 1]);
        }

        for (var at = 8; at < size - 8; at++) Assert.Equal(at % 2 == 0, dark[6, at]);
        Assert.True(dark[size - 8, 8]);
    }

    [Fact]
    public void Refuses_what_no_version_of_it_holds() => Assert.Throws<ArgumentException>(() => QrCode.Svg(new string('a', 272), ""));
}
