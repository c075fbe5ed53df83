"""Services of carbon intensity."""

from console.lab.outside.carbon.carbon_server import CarbonServer
from console.lab.outside.lab_server import LAB_SERVERS, LabServerKind

LAB_SERVERS.add(LabServerKind("carbon", CarbonServer))
