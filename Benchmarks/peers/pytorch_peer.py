"""PyTorch: eager (channels last), compiled, or the optimised TorchScript."""

import torch
from torch import nn

import network
import peer


class Net(nn.Module):
    def __init__(self, layers):
        super().__init__()
        self.layers = nn.ModuleList([self.module(layer) for layer in layers])

    @staticmethod
    def module(layer):
        if isinstance(layer, network.Conv):
            convolution = nn.Conv2d(
                layer.inputs, layer.outputs, layer.kernel, layer.stride, layer.padding)
            return nn.Sequential(convolution, nn.ReLU())
        if isinstance(layer, network.MaxPool):
            return nn.MaxPool2d(3, 2, ceil_mode=layer.ceil)
        return nn.Dropout(layer.probability)

    def forward(self, x):
        for layer in self.layers:
            x = layer(x)
        return x.mean((2, 3))

    def load(self, layers, weights):
        for layer, module in zip(layers, self.layers):
            if isinstance(layer, network.Conv):
                module[0].weight.data = torch.from_numpy(weights[layer.name + ".weight"])
                module[0].bias.data = torch.from_numpy(weights[layer.name + ".bias"])


def main():
    options = peer.arguments()
    torch.set_num_threads(options.threads)
    weights, images = peer.load(options)
    layers = network.NETWORKS[options.model]
    net = Net(layers)
    net.load(layers, weights)
    net = net.to(memory_format=torch.channels_last)
    x = torch.from_numpy(images).permute(0, 3, 1, 2)  # channels last in memory
    if options.mode == "training":
        train(options, net, x)
    else:
        infer(options, net.eval(), x)


def train(options, net, x):
    optimizer = torch.optim.SGD(net.parameters(), lr=1e-4, momentum=0.9)
    labels = torch.arange(len(x)) % 10
    model = torch.compile(net) if options.variant == "compile" else net

    def step():
        optimizer.zero_grad()
        nn.functional.cross_entropy(model(x), labels).backward()
        optimizer.step()

    peer.report(options, step)


def infer(options, net, x):
    with torch.inference_mode():
        if options.variant == "jit":
            traced = torch.jit.freeze(torch.jit.trace(net, x))
            net = torch.jit.optimize_for_inference(traced)
        elif options.variant == "compile":
            net = torch.compile(net)
        peer.save_logits(options, net(x).numpy())
        peer.report(options, lambda: net(x))


main()
