"""PyTorch, channels last: eager, compiled, the optimized TorchScript, or bf16 by autocast."""

import torch
from torch import nn

import network


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


class Peer:
    def __init__(self, task):
        torch.set_num_threads(task.threads)
        net = Net(task.layers)
        net.load(task.layers, task.weights)
        net = net.to(memory_format=torch.channels_last).train(task.training)
        self.x = torch.from_numpy(task.images).permute(0, 3, 1, 2)  # channels last in memory
        self.labels = torch.from_numpy(task.labels).long()
        self.optimizer = torch.optim.SGD(net.parameters(), lr=1e-4, momentum=0.9)
        self.bf16 = task.variant == "bf16"
        if task.variant == "compile":
            net = torch.compile(net)
        elif task.variant == "jit":
            with torch.inference_mode():
                net = torch.jit.freeze(torch.jit.trace(net, self.x))
                net = torch.jit.optimize_for_inference(net)
        self.net = net

    def logits(self):
        with torch.autocast("cpu", torch.bfloat16, enabled=self.bf16):
            return self.net(self.x).float()

    def infer(self):
        with torch.inference_mode():
            return self.logits().numpy()

    def train(self):
        self.optimizer.zero_grad()
        loss = nn.functional.cross_entropy(self.logits(), self.labels)
        loss.backward()
        self.optimizer.step()
        return loss.item()
