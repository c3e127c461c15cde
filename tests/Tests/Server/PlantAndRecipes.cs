extern alias plant;
using Cellwright.Domain.Equipment;
using Cellwright.Server.Demo;
using plant::Cellwright.VirtualPlant.Biology;
using plant::Cellwright.VirtualPlant.Devices;

namespace Cellwright.Tests.Server;

/// <summary>The virtual plant and the equipment classes that recipes are checked against are written twice, and must say the same.</summary>
[Requirement("P211-68b1")]
public sealed class PlantAndRecipes
{
    private static readonly IReadOnlyList<Device> Devices = Inventory.Of(1, new Batches(1, []));

    [Fact]
    public void Agree_on_every_item() =>
        Assert.Equal(Devices.Select(device => device.Id).Order(), DemoSite.Equipment.Select(item => item.Id).Order());

    [Fact]
    public void Agree_on_every_tag_and_unit_and_on_what_comes_by_itself()
    {
        foreach (var (id, itemClass) in DemoSite.Equipment)
        {
            var known = EquipmentClasses.Find(itemClass);
            Assert.NotNull(known);
            Assert.Equal(
                Devices.Single(device => device.Id == id).Tags.Select(tag => (id, tag.Name, tag.Unit, tag.OnEvent)).Order(),
                known.Tags.Select(tag => (id, tag.Name, tag.Unit, tag.OnEvent)).Order());
        }
    }

    [Fact]
    public void Agree_on_every_interval()
    {
        foreach (var (id, itemClass) in DemoSite.Equipment)
            foreach (var tag in EquipmentClasses.Find(itemClass)!.Tags.Where(tag => !tag.OnEvent))
                Assert.Equal((id, tag.Name, tag.Interval), (id, tag.Name, TimeSpan.FromSeconds(Devices.Single(device => device.Id == id).Tags.Single(own => own.Name == tag.Name).Interval)));
    }

    [Fact]
    public void Agree_on_every_phase()
    {
        foreach (var (id, itemClass) in DemoSite.Equipment)
            Assert.Equal(Devices.Single(device => device.Id == id).Phases.Order(), EquipmentClasses.Find(itemClass)!.Phases.Order());
    }
}
